"""Each thread sorts its own numbers, plainly and by a key."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

LENGTH, ROUNDS = scaled(60_000), 5


def worker(index):
    seed, numbers = index * 77 + 1, []
    for _ in range(LENGTH):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        numbers.append(seed >> 8)
    good = True
    for turn in range(ROUNDS):
        plain = sorted(numbers)
        keyed = sorted(numbers, key=lambda x: (x & 1023, x))
        keyed.sort()
        good = good and plain == keyed
        numbers.reverse()
    return good


run(worker, LENGTH * ROUNDS, lambda good: good)
