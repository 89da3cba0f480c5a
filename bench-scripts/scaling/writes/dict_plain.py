"""All threads write and read one plain dictionary: what the concurrent one is compared with."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

KEYS, ROUNDS = 4_000, scaled(100)


def worker(index, count, table):
    """Each key is written by one thread and read by all: one write to three reads."""
    hits = 0
    for turn in range(ROUNDS):
        for key in part(KEYS, index, count):
            table[key] = key + turn
            for other in (key * 7 % KEYS, key * 11 % KEYS, key * 13 % KEYS):
                if other in table and table[other] >= other:
                    hits += 1
    return hits >= 0


def finish(table, results):
    return all(results), sum(table[key] for key in range(KEYS))


def check(answer):
    return answer == (True, sum(range(KEYS)) + KEYS * (ROUNDS - 1))


share(worker, KEYS * ROUNDS, check, lambda count: {}, finish)
