"""frozenset: identity, hashing, operators with other sets, subclasses, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

f = frozenset("abc")
g = frozenset([3, 1, 2])
print(
    sorted(f), len(f), "a" in f, f == set("abc"), f == frozenset("cab"), hash(f) == hash(frozenset("cba")),
    frozenset(f) is f, f.copy() is f, frozenset() is frozenset(), frozenset(), g, bool(frozenset())
)
print(
    g | {4}, type(g | {4}).__name__, {4} | g, type({4} | g).__name__, g & {1}, g - {1}, g ^ {1, 9},
    g.union([7], [8]), g <= {1, 2, 3, 4}, g.isdisjoint({5}), {g: 1}[frozenset([1, 2, 3])], g in {g},
    {1, 2, 3} in [g], sorted(map(sorted, {frozenset([1]), frozenset([1]), frozenset([2])}))
)
class F(frozenset):
    def __new__(cls, *a): return super().__new__(cls, a)
print(
    F(1, 2), type(F(1).union([2])).__name__, type(F(1) | F(2)).__name__, F(1) == frozenset([1]),
    hash(F(1)) == hash(frozenset([1]))
)
a = frozenset([1, 2])
b = a
b |= {3}
print(sorted(a), sorted(b))
powers = {frozenset(x for i, x in enumerate("ab") if n >> i & 1) for n in range(4)}
print(sorted(map(sorted, powers)))
for name in ("add", "remove", "discard", "pop", "clear", "update", "__ior__"): print(name, hasattr(f, name))
fails(frozenset, 5)
fails(frozenset, [[]])
fails(frozenset, [1], [2])
fails(lambda: f.add(1))
fails(lambda: f[0])
fails(lambda: f + f)
fails(lambda: f | [1])
fails(setattr, f, "x", 1)
fails(lambda: f < 5)
print(hash(frozenset([frozenset()])) == hash(frozenset([frozenset()])))
