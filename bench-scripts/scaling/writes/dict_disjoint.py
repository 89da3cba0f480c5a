"""All threads write to one dictionary, each under keys of its own."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

KEYS, ROUNDS = 20_000, scaled(200)


def worker(index, count, table):
    mine = part(KEYS, index, count)
    for turn in range(ROUNDS):
        for key in mine:
            table[key] = key * 3 + turn


def check(answer):
    return answer == (KEYS, sum(range(KEYS)) * 3 + KEYS * (ROUNDS - 1))


share(worker, KEYS * ROUNDS, check, lambda count: {}, lambda table, results: (len(table), sum(table.values())))
