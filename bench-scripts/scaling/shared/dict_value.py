"""All threads fetch the same object from one shared dictionary: d[key], get and membership."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(6_000_000)


class Value:
    pass


value = Value()
table = {f"key{i}": Value() for i in range(100)}
table["wanted"] = value


def worker(index):
    hits = 0
    for i in range(ROUNDS):
        if table["wanted"] is value:
            hits += 1
    for i in range(ROUNDS // 10):
        if "wanted" in table and table.get("wanted") is value:
            hits += 1
    return hits


run(worker, ROUNDS, lambda hits: hits == ROUNDS + ROUNDS // 10)
