"""All threads create closures from the same code and call them."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(2_400_000)


def make(n):
    return lambda x: x + n


def worker(index):
    total = 0
    for i in range(ROUNDS):
        total = make(1)(total)
    return total


run(worker, ROUNDS, lambda total: total == ROUNDS)
