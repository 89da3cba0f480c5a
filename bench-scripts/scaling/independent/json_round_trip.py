"""Each thread dumps and loads its own records as JSON."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

import json

RECORDS, ROUNDS = 200, scaled(800)


def worker(index):
    data = [{"id": i + index, "name": f"n{i}", "list": [i, i / 2, None, True], "text": 'a "b" é'} for i in range(RECORDS)]
    for _ in range(ROUNDS):
        again = json.loads(json.dumps(data))
    return again == data


run(worker, RECORDS * ROUNDS, lambda same: same)
