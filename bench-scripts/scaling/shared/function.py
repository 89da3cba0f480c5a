"""All threads call the same module function."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(6_000_000)


def shared(a, b):
    return a + b


def worker(index):
    total = 0
    for i in range(ROUNDS):
        total = shared(total, 1)
    return total


run(worker, ROUNDS, lambda total: total == ROUNDS)
