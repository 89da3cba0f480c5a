"""Each thread counts primes by trial division: integer arithmetic and nothing else."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

LIMIT = scaled(500_000, 10)


def sieve(limit):
    """The same count by the sieve of Eratosthenes."""
    flags = bytearray([1]) * limit
    flags[:2] = b"\0\0"
    for n in range(2, limit):
        if n * n >= limit:
            break
        if flags[n]:
            flags[n * n::n] = bytes(len(flags[n * n::n]))
    return sum(flags)



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


wanted = sieve(LIMIT)
run(worker, LIMIT, lambda count: count == wanted)
