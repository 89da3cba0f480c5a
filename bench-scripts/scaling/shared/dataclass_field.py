"""All threads read the fields of one shared dataclass object, and of one inside it."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

from dataclasses import dataclass, field

ROUNDS = scaled(4_000_000)


@dataclass
class Limits:
    low: int = 1
    high: int = 4


@dataclass
class Settings:
    step: int = 2
    name: str = "shared"
    limits: Limits = field(default_factory=Limits)


settings = Settings()


def worker(index):
    total = 0
    for i in range(ROUNDS):
        if settings.name:
            total += settings.step + settings.limits.high
    return total


run(worker, ROUNDS, lambda total: total == 6 * ROUNDS)
