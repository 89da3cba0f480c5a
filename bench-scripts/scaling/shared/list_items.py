"""All threads read the items of one shared list of objects, by index and by iteration."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

SIZE, ROUNDS = 1_000, scaled(9_000)


class Item:
    def __init__(self, n):
        self.n = n


items = [Item(i) for i in range(SIZE)]


def worker(index):
    total = 0
    for turn in range(ROUNDS):
        if turn & 1:
            for item in items:
                total += item.n
        else:
            for i in range(SIZE):
                total += items[i].n
    return total


run(worker, SIZE * ROUNDS, lambda total: total == ROUNDS * SIZE * (SIZE - 1) // 2)
