"""All threads add to one counter under one lock: nothing but contention."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

TOTAL = scaled(2_400_000)


class Counter:
    def __init__(self, count):
        self.value = 0
        self.lock = threading.Lock()


def worker(index, count, counter):
    lock = counter.lock
    for _ in part(TOTAL, index, count):
        with lock:
            counter.value += 1


share(worker, TOTAL, lambda value: value == TOTAL, Counter, lambda counter, results: counter.value)
