"""Each thread counts primes by trial division: integer arithmetic and nothing else."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run

LIMIT = 150_000


def worker(index):
    count = 0
    for n in range(2, LIMIT):
        d = 2
        while d * d <= n:
            if n % d == 0:
                break
            d += 1
        else:
            count += 1
    return count


run(worker, LIMIT, lambda count: count == 13848)
