"""All threads ask one shared Lock whether it is locked; nobody ever takes it."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

import threading

ROUNDS = scaled(6_000_000)
lock = threading.Lock()


def worker(index):
    free = 0
    for i in range(ROUNDS):
        if not lock.locked():
            free += 1
    return free


run(worker, ROUNDS, lambda free: free == ROUNDS)
