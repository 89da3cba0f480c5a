"""Weak references and callbacks beside a tight collector: never a half-dead object, one callback per object."""
import gc
import weakref
from collections import deque
from _crowd import crowd


class Thing:
    def __init__(self, n):
        self.n = n
        self.me = self if n % 2 else None


called = deque()
everything = deque()


def body(index, turns):
    made = 0
    for n in turns():
        thing = Thing(n)
        everything.append(weakref.ref(thing, called.append))
        for reference in list(everything)[-3:]:
            found = reference()
            assert found is None or found.n >= 0 and (found.me is None or found.me is found)
        made += 1
    return made


def beside():
    gc.collect()
    for reference in list(everything)[-20:]:
        found = reference()
        assert found is None or isinstance(found, Thing)


made = sum(crowd(body, beside=beside, limit=4_000))
gc.collect()
assert len(called) == made == len(everything), (len(called), made)
assert all(reference() is None for reference in everything)
print("ok gc_weakrefs")
