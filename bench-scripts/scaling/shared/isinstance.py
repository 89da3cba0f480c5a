"""All threads ask isinstance and len about shared objects and shared classes."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(5_000_000)


class Base:
    pass


class Derived(Base):
    pass


thing = Derived()
names = ["a", "b", "c"]


def worker(index):
    total = 0
    for i in range(ROUNDS):
        if isinstance(thing, Base) and type(thing) is Derived:
            total += len(names)
    return total


run(worker, ROUNDS, lambda total: total == 3 * ROUNDS)
