"""All threads create instances of one shared class."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(2_400_000)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def worker(index):
    last = None
    total = 0
    for i in range(ROUNDS):
        last = Point(i, last is None)
        total += last.y
    return last.x, total


run(worker, ROUNDS, lambda result: result == (ROUNDS - 1, 1))
