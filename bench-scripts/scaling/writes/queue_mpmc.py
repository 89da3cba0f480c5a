"""One queue with as many producers and consumers as threads: each puts a batch in and takes as many out."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import queue

ITEMS, BATCH = scaled(1_600_000), 50


def worker(index, count, q):
    mine = part(ITEMS, index, count)
    total, taken = 0, 0
    for start in range(mine.start, mine.stop, BATCH):
        batch = range(start, min(start + BATCH, mine.stop))
        for item in batch:
            q.put(item)
        # As many as this thread put in: whoever waits here waits for an item that somebody is about to put.
        for _ in batch:
            total += q.get()
            taken += 1
    return total, taken


def finish(q, results):
    return sum(r[0] for r in results), sum(r[1] for r in results), q.empty()


share(worker, ITEMS, lambda a: a == (sum(range(ITEMS)), ITEMS, True), lambda count: queue.SimpleQueue(), finish)
