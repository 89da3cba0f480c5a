"""All threads create small dictionaries, lists and tuples with the same keys and shared values."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(2_000_000)
shared_value = object()


def worker(index):
    good = 0
    for i in range(ROUNDS):
        d = {"a": i, "b": shared_value}
        l = [d, shared_value]
        t = (l, shared_value)
        if t[0][0]["b"] is t[1]:
            good += 1
    return good


run(worker, ROUNDS, lambda good: good == ROUNDS)
