"""What the scaling scripts have in common: start N threads on the same fixed work and print one line.

A script calls `run(worker, units, check)`. `worker(index)` does the work of one thread and returns a result;
`units` is the number of work units of one thread; `check(result)` must hold for each result. The number of
threads is argv[1], 1 without it. The line `threads=N seconds=S work=W` covers all threads: work divided by
seconds is the throughput, and the same throughput per thread at every N is perfect scaling.
"""

import sys
import threading
import time


def run(worker, units, check):
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    if count < 1:
        raise SystemExit("the number of threads must be at least 1")
    results = [None] * count

    def body(index):
        results[index] = worker(index)

    threads = [threading.Thread(target=body, args=(i,)) for i in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    for index, result in enumerate(results):
        if not check(result):
            raise SystemExit(f"thread {index} returned a wrong result: {result!r}")
    print(f"threads={count} seconds={seconds:.4f} work={units * count}")
