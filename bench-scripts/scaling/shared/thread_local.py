"""All threads use one threading.local object, each seeing its own attribute."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

import threading

ROUNDS = scaled(3_000_000)
local = threading.local()


def worker(index):
    local.count = 0
    for i in range(ROUNDS):
        local.count += 1
    return local.count


run(worker, ROUNDS, lambda count: count == ROUNDS)
