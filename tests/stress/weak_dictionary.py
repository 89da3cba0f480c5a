"""WeakValueDictionary and WeakKeyDictionary under eight threads: dead entries go, living ones stay."""
import gc
import weakref
from _crowd import crowd


class Thing:
    def __init__(self, n):
        self.n = n


values = weakref.WeakValueDictionary()
keys = weakref.WeakKeyDictionary()
kept = [Thing(i) for i in range(50)]
for thing in kept:
    values["kept", thing.n] = thing
    keys[thing] = thing.n


def body(index, turns):
    for n in turns():
        thing = Thing(n)
        values[index, n % 20] = thing
        keys[thing] = n
        assert values[index, n % 20] is thing and keys[thing] == n
        found = values.get(("kept", n % 50))
        assert found is kept[n % 50] and keys[found] == n % 50
        other = values.get(((index + 1) % 8, n % 20))
        assert other is None or isinstance(other, Thing)
        del thing, other, found


crowd(body)
gc.collect()
assert sorted(key[1] for key in values.keys()) == list(range(50)), len(values)
assert sorted(keys.values()) == list(range(50)) and len(keys) == 50
kept.clear()
thing = None
gc.collect()
assert len(values) == 0 and len(keys) == 0
print("ok weak_dictionary", len(values))
