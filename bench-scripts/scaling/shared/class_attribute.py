"""All threads read an attribute of one shared class, directly and through private instances."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(6_000_000)


class Settings:
    limit = [1, 2, 3]
    name = "shared"


class Derived(Settings):
    pass


def worker(index):
    own = Derived()
    total = 0
    for i in range(ROUNDS):
        if Settings.limit is own.limit:
            total += 1
    return total


run(worker, ROUNDS, lambda total: total == ROUNDS)
