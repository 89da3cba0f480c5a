"""Weak references to objects that die while other threads ask: the object or None, callbacks once each."""
import gc
import weakref
from collections import deque
from _crowd import crowd


class Thing:
    def __init__(self, n):
        self.pair = (n, -n)


references = deque(maxlen=200)
called = []


def body(index, turns):
    made = 0
    for n in turns():
        thing = Thing(n)
        reference = weakref.ref(thing, lambda r: called.append(1))
        references.append(weakref.ref(thing))
        for reference_of_somebody in list(references)[:5]:
            found = reference_of_somebody()
            assert found is None or found.pair[0] == -found.pair[1]
        assert reference() is thing
        del thing, found
        made += 1
        pending.append(reference)
    return made


pending = []
made = sum(crowd(body, limit=25_000))
gc.collect()
assert len(called) == made, (len(called), made)
assert all(r() is None for r in references) and all(r() is None for r in pending)
print("ok weak_references")
