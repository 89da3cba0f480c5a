"""A search tree (queens on a board) divided by work stealing: a deque a thread, idle threads take from others."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import scaled, share

import time
from collections import deque

SOLUTIONS = {6: 4, 7: 40, 8: 92, 9: 352, 10: 724, 11: 2680}
# A board that is larger by one is about five times the work.
N = 11 - sum(scaled(100_000) < least for least in (50_000, 10_000, 2_000, 400, 80))
ROUNDS = scaled(2)
SPLIT = 3


def solve(row, columns, left, right):
    """Number of ways to fill the rows from `row` on."""
    if row == N:
        return 1
    count, free = 0, ((1 << N) - 1) & ~(columns | left | right)
    while free:
        place = free & -free
        free ^= place
        count += solve(row + 1, columns | place, (left | place) << 1, (right | place) >> 1)
    return count


class State:
    def __init__(self, count):
        self.deques = [deque() for _ in range(count)]
        self.created, self.done = [0] * count, [0] * count
        self.deques[0].append((0, 0, 0, 0))
        self.created[0] = 1

    def take(self, index):
        try:
            return self.deques[index].pop()
        except IndexError:
            pass
        for other in self.deques[index + 1:] + self.deques[:index]:
            try:
                return other.popleft()
            except IndexError:
                pass
        return None

    def is_over(self):
        # Whoever is done was created before: equal sums mean that nothing was open when the first was taken.
        done = sum(self.done)
        return done == sum(self.created)


def worker(index, count, state):
    found = 0
    while True:
        task = state.take(index)
        if task is None:
            if state.is_over():
                return found
            time.sleep(0)
            continue
        row, columns, left, right = task
        if row >= SPLIT:
            found += solve(row, columns, left, right)
        else:
            free = ((1 << N) - 1) & ~(columns | left | right)
            while free:
                place = free & -free
                free ^= place
                state.created[index] += 1
                state.deques[index].append((row + 1, columns | place, (left | place) << 1, (right | place) >> 1))
        state.done[index] += 1


def repeat(index, count, states):
    return sum(worker(index, count, state) for state in states)


def prepare(count):
    return [State(count) for _ in range(ROUNDS)]


share(repeat, ROUNDS * SOLUTIONS[N], lambda total: total == ROUNDS * SOLUTIONS[N], prepare, lambda _, results: sum(results))
