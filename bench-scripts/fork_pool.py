"""How much of a parent's memory forked workers keep sharing while they read all of it.

    python fork_pool.py [--freeze] [--workers N] [--items N]

The parent builds a structure of objects, dicts, lists, strings and numbers, then a pool of workers by `fork` walks all
of it. Printed, in MiB: the parent's resident memory before the fork; for each worker, from /proc/self/smaps_rollup,
what of its resident memory is its own (Private_Dirty), and its proportional share (Pss), before and after the walk.
"""

import argparse
import gc
import multiprocessing


class Record:
    def __init__(self, n):
        self.name = f"record {n}"
        self.values = [n, n * 0.5, str(n)]
        self.links = {"self": n, "next": n + 1}


def memory():
    found = {}
    with open("/proc/self/smaps_rollup") as lines:
        for line in lines:
            parts = line.split()
            if parts[-1] == "kB":
                found[parts[0].rstrip(":")] = int(parts[1]) / 1024
    return found


def walk(part):
    total = 0
    for record in records:
        total += len(record.name) + len(record.values[2]) + record.links["next"]
        for value in record.values:
            if value:
                total += 1
    return total


def work(barrier_number):
    before = memory()
    barrier.wait()
    total = walk(barrier_number)
    barrier.wait()
    after = memory()
    barrier.wait()
    return total, before, after


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--freeze", action="store_true")
    options.add_argument("--workers", type=int, default=4)
    options.add_argument("--items", type=int, default=200_000)
    options = options.parse_args()
    records = [Record(n) for n in range(options.items)]
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(options.workers)
    gc.collect()
    if options.freeze:
        gc.freeze()
    print(f"parent: Rss {memory()['Rss']:.1f}")
    with context.Pool(options.workers) as pool:
        results = pool.map(work, range(options.workers), chunksize=1)
    print("same results:", len({total for total, _, _ in results}) == 1)
    for _, before, after in results:
        print("worker:", ", ".join(f"{name} {before[name]:.1f} -> {after[name]:.1f}"
                                   for name in ("Rss", "Pss", "Private_Dirty")))
