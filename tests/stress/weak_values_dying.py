"""Values of weak dictionaries die while other threads copy the dictionaries, and callbacks run in the middle of both."""

import copy
import gc
import threading
import weakref

from _crowd import crowd


class Value:
    def __init__(self, n):
        self.n = n


SIZE = 120
shared = weakref.WeakValueDictionary()
winners = weakref.WeakValueDictionary()
kept = [[] for _ in range(8)]


def body(index, turns):
    for turn in turns():
        own = weakref.WeakValueDictionary()
        alive = []
        for n in range(SIZE):
            v = Value(n)
            alive.append(v)
            own[n] = v
            shared[index, n] = v
            if n % 40 == 7:
                for one in (shared, own):
                    for made in (one.copy(), copy.deepcopy(one)):
                        assert all(isinstance(x, Value) for x in made.values())
            if n % 3 == 0:
                alive.pop(len(alive) // 2)
        got = winners.setdefault(turn, Value(index))
        assert isinstance(got, Value)
        kept[index].append(got)
        if index == 0:
            gc.collect()


crowd(body)
# One winner for every key.
for row in zip(*kept):
    assert all(v is row[0] for v in row), row
most = max(len(row) for row in kept)
assert sorted(winners.keys()) == list(range(most)), (len(winners), most)
kept.clear()
row = None
gc.collect()
assert len(shared) == 0 and len(winners) == 0, (len(shared), len(winners))
print("ok weak_values_dying")
