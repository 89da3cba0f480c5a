"""All threads write to one dictionary under the same keys."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

KEYS, WRITES = 512, scaled(2_400_000)


def worker(index, count, table):
    for i in part(WRITES, index, count):
        key = i * 7919 % KEYS
        table[key] = key * 7


wanted = {i * 7919 % KEYS: i * 7919 % KEYS * 7 for i in range(min(KEYS, WRITES))}
share(worker, WRITES, lambda items: dict(items) == wanted, lambda count: {}, lambda table, _: sorted(table.items()))
