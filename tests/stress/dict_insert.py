"""Inserts of own keys and of common keys: every insert arrives, the order of each thread's keys stays."""
from _crowd import crowd

shared = {}


def body(index, turns):
    count = 0
    for n in turns():
        shared[index, n] = n
        shared[f"common{n % 100}"] = n % 100
        assert shared[index, n] == n
        count += 1
    return count


counts = crowd(body, limit=60_000)
own = [key for key in shared if isinstance(key, tuple)]
assert len(own) == sum(counts) and len(shared) == sum(counts) + 100
following = [0] * 8
for index, n in own:
    assert n == following[index]
    following[index] += 1
assert all(shared[f"common{i}"] == i for i in range(100))
print("ok dict_insert")
