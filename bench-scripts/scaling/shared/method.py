"""All threads call a method of one shared instance; it reads an attribute of it."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(5_000_000)


class Config:
    def __init__(self):
        self.step = 2

    def get(self):
        return self.step


config = Config()


def worker(index):
    total = 0
    for i in range(ROUNDS):
        total += config.get()
    return total


run(worker, ROUNDS, lambda total: total == 2 * ROUNDS)
