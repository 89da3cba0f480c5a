"""ConcurrentDict: items, methods, comparison, errors; keys whose hash and equality are Python code."""
import _model
import gc, weakref
from ft_utils.concurrency import ConcurrentDict

def fails(what, *args, **kw):
    try:
        print("  no error:", what(*args, **kw))
    except Exception as e:
        print("  TypeError" if type(e) is TypeError else f"  {type(e).__name__}: {e}")

d = ConcurrentDict()
print(len(d), bool(d), d == {}, repr(d))
d[1] = "one"; d["two"] = 2; d[(3, "x")] = [3]; d[None] = None; d[2.5] = 5
print(len(d), bool(d), d[1], d[True], d[1.0], d["two"], d[(3, "x")], d[None], d[2.5])
print(1 in d, 1.0 in d, 3 in d, None in d, "two" in d)
d[1.0] = "uno"
print(d[1], [k for k in d.keys() if k == 1], len(d))
print(d.get(1), d.get("no"), d.get("no", 4), d.get(None, 4))
print(d.pop(1), d.pop(1, "gone"), d.pop("no", None), len(d))
print(d.setdefault("new"), d.setdefault("two", 9), d.setdefault("three", 3), d["new"])
fails(lambda: d[1]); fails(d.pop, "no"); fails(lambda: d[[]]); fails(d.get); fails(d.get, 1, 2, 3)
def delete(k): del d[k]
fails(delete, "no"); delete("two"); print("two" in d)

print("update")
d.clear()
print(len(d), list(d), d.keys(), d.values(), d.items())
d.update({"a": 1}); d.update([("b", 2), ["c", 3]]); d.update(d=4); d.update({"a": 5}, e=6); d.update()
print(sorted(d.items()), sorted(d), sorted(d.keys()), sorted(d.values()), type(d.items()))
other = ConcurrentDict(dictionary={"z": 26}); other.update(d)
class Mapping:
    def keys(self): return ["m"]
    def __getitem__(self, k): return k * 2
other.update(Mapping()); print(sorted(other.items()))
plain = {"q": 0}; plain.update(other); print(sorted(plain.items())); print(sorted(other.as_dict().items()), type(other.as_dict()))
fails(lambda: d.update(3)); fails(lambda: d.update(1, 2)); fails(lambda: ConcurrentDict(dictionary=[1])); fails(lambda: ConcurrentDict("x"))

print("comparison")
a, b = ConcurrentDict(dictionary={1: 2}), ConcurrentDict(5, dictionary={1: 2})
print(a == b, a != b, a == {1: 2}, {1: 2} == a, a == 3, a != {1: 3}, a == ConcurrentDict())
fails(lambda: a < b); fails(lambda: hash(a))
print(type(ConcurrentDict[int, str]()).__name__, repr(ConcurrentDict(dictionary={"a": [1]})))
d = ConcurrentDict(1); d["self"] = 1; d["self"] = d["self"] + 1; print(repr(d))
for capacity in (0, -3, 1, 1000): print(len(ConcurrentDict(capacity)), end=" ")
print()

print("keys with Python code")
class Key:
    log = []
    def __init__(self, value, hash=7): self.value, self.hash = value, hash
    def __hash__(self):
        if self.hash is None: raise RuntimeError("no hash")
        return self.hash
    def __eq__(self, other):
        if self.value == "bad" or getattr(other, "value", None) == "bad": raise ValueError("bad comparison")
        return isinstance(other, Key) and self.value == other.value
d = ConcurrentDict()
keys = [Key(i) for i in range(20)]
for k in keys: d[k] = k.value
print(len(d), all(d[Key(i)] == i for i in range(20)), Key(20) in d, d.get(Key(99)), d.pop(Key(3)), len(d), Key(3) in d)
fails(lambda: d[Key("bad")]); fails(lambda: Key("bad") in d); fails(lambda: d.get(Key("bad"))); fails(lambda: d.pop(Key("bad"), 1))
fails(lambda: d.setdefault(Key("bad"), 1)); fails(lambda: d[Key(1, None)]); fails(lambda: d.update({1: 2}) or len(d))
fails(lambda: d.__setitem__(Key("bad"), 1)); print(len(d))

class Reentrant(Key):
    """Its comparisons change the dictionary."""
    def __eq__(self, other):
        d["seen"] = d.get("seen", 0) + 1
        d.pop(-1, None)
        return Key.__eq__(self, other)
    __hash__ = Key.__hash__
d = ConcurrentDict()
for i in range(6): d[Reentrant(i)] = i
print([d[Reentrant(i)] for i in range(6)], d["seen"] > 0, Reentrant(7) in d, len(d))

class Vanishing(Key):
    """Its comparisons take it out."""
    def __eq__(self, other):
        if self.value == "stays": return Key.__eq__(self, other)
        self.value = "stays"
        d.pop(self, None)
        return True
    __hash__ = Key.__hash__
d = ConcurrentDict(); v = Vanishing(1); d[v] = "v"
print(d.get(Key(5), "not there"), len(d))

print("ends of values")
class Noisy:
    def __init__(self, name): self.name = name
    def __del__(self):
        d["last"] = self.name
        print("  end of", self.name)
d = ConcurrentDict()
d["a"] = Noisy("a"); d["a"] = 1; gc.collect(); print(d["last"])
d["b"] = Noisy("b"); d.pop("b") and None; gc.collect(); print(d["last"])
d["c"] = Noisy("c"); d.clear(); gc.collect(); print(d["last"])
d["me"] = d; r = weakref.ref(d); old = d; d = {}; del old; gc.collect(); print(r())
