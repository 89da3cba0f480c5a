"""All threads call the same bound method object."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(6_000_000)


class Config:
    def get(self):
        return 3


bound = Config().get


def worker(index):
    total = 0
    for i in range(ROUNDS):
        total += bound()
    return total


run(worker, ROUNDS, lambda total: total == 3 * ROUNDS)
