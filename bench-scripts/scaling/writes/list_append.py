"""All threads append to one list."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

ITEMS = scaled(4_000_000)


def worker(index, count, items):
    for i in part(ITEMS, index, count):
        items.append(i)


def finish(items, results):
    return len(items), sum(items)


share(worker, ITEMS, lambda a: a == (ITEMS, sum(range(ITEMS))), lambda count: [], finish)
