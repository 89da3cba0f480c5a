"""All threads raise and catch exceptions of one shared class."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(2_000_000)


class Missing(Exception):
    pass


def look_up(i):
    if i & 1:
        raise Missing(i)
    return i


def worker(index):
    caught = 0
    for i in range(ROUNDS):
        try:
            look_up(i)
        except Missing:
            caught += 1
    return caught


run(worker, ROUNDS, lambda caught: caught == ROUNDS // 2)
