"""All threads load the constants of the same function: tuples, strings, large numbers."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(6_000_000)


def worker(index):
    total = 0
    name = "b"
    for i in range(ROUNDS):
        pair = (1, ("a", "b"))
        text = "a constant string"
        big = 123456789012345678901234567890
        if name in ("a", "b", "c") and pair and text and big:
            total += 1
    return total


run(worker, ROUNDS, lambda total: total == ROUNDS)
