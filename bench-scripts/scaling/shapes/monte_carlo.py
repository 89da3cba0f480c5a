"""Monte-Carlo price of a call option by paths of a geometric Brownian motion, against the closed formula."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import math

BLOCKS, PATHS, STEPS = 64, scaled(480, 4), 16
SPOT, STRIKE, RATE, VOLATILITY, YEARS = 100.0, 105.0, 0.03, 0.2, 1.0


def normal_pairs(seed, number):
    """Normally distributed numbers by Box and Muller's method from a generator of its own."""
    for _ in range(number):
        seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        u = ((seed >> 11) + 0.5) / 9007199254740992.0
        seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        v = (seed >> 11) / 9007199254740992.0
        radius = math.sqrt(-2.0 * math.log(u))
        yield radius * math.cos(2.0 * math.pi * v)
        yield radius * math.sin(2.0 * math.pi * v)


def block(number):
    """Sum of the pay-offs of one block of paths and of their mirror images."""
    dt = YEARS / STEPS
    drift, spread = (RATE - VOLATILITY ** 2 / 2) * dt, VOLATILITY * math.sqrt(dt)
    normal, total = normal_pairs(number * 7919 + 1, PATHS * STEPS // 2), 0.0
    for _ in range(PATHS):
        up = down = SPOT
        for _ in range(STEPS):
            z = spread * next(normal)
            up *= math.exp(drift + z)
            down *= math.exp(drift - z)
        total += max(up - STRIKE, 0.0) + max(down - STRIKE, 0.0)
    return total


def worker(index, count, state):
    return [block(k) for k in part(BLOCKS, index, count)]


def finish(state, results):
    # Block by block in their order, so that the sum does not depend on the number of threads.
    total = 0.0
    for blocks in results:
        for value in blocks:
            total += value
    return round(math.exp(-RATE * YEARS) * total / (2 * BLOCKS * PATHS), 6)


def formula():
    """Black, Scholes (1973)."""
    cumulative = lambda x: (1.0 + math.erf(x / math.sqrt(2.0))) / 2.0
    root = VOLATILITY * math.sqrt(YEARS)
    d = (math.log(SPOT / STRIKE) + (RATE + VOLATILITY ** 2 / 2) * YEARS) / root
    return SPOT * cumulative(d) - STRIKE * math.exp(-RATE * YEARS) * cumulative(d - root)


def check(price):
    # Mirrored paths: the spread of the mean is below that of independent pay-offs.
    return abs(price - formula()) < 5 * 13.0 / math.sqrt(BLOCKS * PATHS)


share(worker, BLOCKS * PATHS, check, finish=finish)
