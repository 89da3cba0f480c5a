"""A pipeline of four stages with a queue in front of each; threads take turns at the stages that are theirs."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import scaled, share

import time
from collections import deque

ITEMS, STAGES = scaled(24_000), 4


def parse(item):
    return [int(word) for word in item.split(",")]


def square(numbers):
    return [n * n % 1009 for n in numbers]


def smooth(numbers):
    return [(a + b) // 2 for a, b in zip(numbers, numbers[1:])]


def fold(numbers):
    total = 0
    for n in numbers:
        total = (total * 31 + n) % 1_000_003
    return total


WORK = (parse, square, smooth, fold)


class State:
    def __init__(self, count):
        self.queues = [deque() for _ in range(STAGES)]
        for i in range(ITEMS):
            self.queues[0].append((i, ",".join(str(i * k % 997) for k in range(24))))
        self.results = []


def worker(index, count, state):
    # With fewer threads than stages a thread serves several, the last first; with more, several serve one.
    mine = [s for s in reversed(range(STAGES)) if s % count == index % STAGES]
    if count > STAGES:
        mine = [index % STAGES]
    results = state.results
    while len(results) < ITEMS:
        busy = False
        for stage in mine:
            try:
                number, item = state.queues[stage].popleft()
            except IndexError:
                continue
            item = WORK[stage](item)
            (results if stage == STAGES - 1 else state.queues[stage + 1]).append((number, item))
            busy = True
        if not busy:
            time.sleep(0)


def finish(state, results):
    return sorted(state.results)


def check(answer):
    item = ",".join(str((ITEMS - 1) * k % 997) for k in range(24))
    return len(answer) == ITEMS and answer[-1] == (ITEMS - 1, fold(smooth(square(parse(item)))))


share(worker, ITEMS, check, State, finish)
