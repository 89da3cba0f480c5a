"""All threads read attributes of a shared module and globals of this one."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

import math

ROUNDS = scaled(5_000_000)
origin = [0.0]


def worker(index):
    total = 0
    for i in range(ROUNDS):
        if math.pi > math.e and math.floor is not None and origin:
            total += 1
    return total


run(worker, ROUNDS, lambda total: total == ROUNDS)
