"""What the workloads on dictionaries have in common; each of them names the kind of dictionary."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share


def everywhere(make):
    """All threads write and read one dictionary: each key is written by one thread and read by all, one write to three
    reads."""
    keys, rounds = 4_000, scaled(100)

    def worker(index, count, table):
        hits = 0
        for turn in range(rounds):
            for key in part(keys, index, count):
                table[key] = key + turn
                for other in (key * 7 % keys, key * 11 % keys, key * 13 % keys):
                    if other in table and table[other] >= other:
                        hits += 1
        return hits >= 0

    def finish(table, results):
        return all(results), sum(table[key] for key in range(keys))

    def check(answer):
        return answer == (True, sum(range(keys)) + keys * (rounds - 1))

    share(worker, keys * rounds, check, lambda count: make(), finish)


def disjoint(make, kind=int):
    """All threads write to one dictionary, each under keys of its own: numbers in order, or texts in none."""
    keys, rounds = 20_000, scaled(400)

    def worker(index, count, table):
        mine = [(kind(key), key * 3) for key in part(keys, index, count)]
        for turn in range(rounds):
            for key, value in mine:
                table[key] = value + turn

    def check(answer):
        return answer == (keys, sum(range(keys)) * 3 + keys * (rounds - 1))

    share(worker, keys * rounds, check, lambda count: make(), lambda table, results: (len(table), sum(table.values())))


def concurrent_dict():
    """The concurrent dictionary of ft_utils where that is installed, else one with a lock a shard."""
    try:
        from ft_utils.concurrency import ConcurrentDict
    except ImportError:
        return ShardedDict
    return ConcurrentDict


class ShardedDict:
    """Dictionaries with a lock each."""

    def __init__(self, shards=17):
        import threading

        self.shards = [({}, threading.Lock()) for _ in range(shards)]

    def __setitem__(self, key, value):
        table, lock = self.shards[hash(key) % len(self.shards)]
        with lock:
            table[key] = value

    def __getitem__(self, key):
        return self.shards[hash(key) % len(self.shards)][0][key]

    def __contains__(self, key):
        return key in self.shards[hash(key) % len(self.shards)][0]

    def __len__(self):
        return sum(len(table) for table, lock in self.shards)

    def values(self):
        return [value for table, lock in self.shards for value in table.values()]
