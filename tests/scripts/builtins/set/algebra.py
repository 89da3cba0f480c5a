"""set and frozenset operators, comparison, constructor, repr, hash."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

a, b = {1, 2, 3, 4}, {3, 4, 5}
for name in ("union", "intersection", "difference", "symmetric_difference"):
    print(
        name, sorted(getattr(a, name)(b)), sorted(getattr(a, name)(list(b))),
        sorted(getattr(frozenset(a), name)(b)), type(getattr(frozenset(a), name)(b)).__name__
    )
print(
    sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), sorted(a.union(b, [9], "z" * 0)),
    sorted(a.intersection(b, [3])), sorted(a.difference([1], [2])), a.union() == a, a.union() is a
)
print(
    type(a | frozenset(b)).__name__, type(frozenset(b) | a).__name__, frozenset(a) == a,
    hash(frozenset([1, 2])) == hash(frozenset([2, 1]))
)
print(
    a <= a, a < a, {1} < a, a >= {1, 2}, a > b, a == {4, 3, 2, 1}, a != b, a.issubset([1, 2, 3, 4, 5]),
    a.issuperset([1]), a.isdisjoint([9]), a.isdisjoint(b), {1} == [1], set() < {1}, set() <= set()
)
print(
    set(), frozenset(), {1}, frozenset([1]), set("a"), frozenset({2: 3}), set([1, 1.0, True]), {0, False, 0.0},
    {*()}, {x % 3 for x in range(9)} == {0, 1, 2}
)
class S(set): pass
class F(frozenset): pass
print(
    S([1]), F([1]), type(S([1]) | {2}).__name__, type(S([1]).copy()).__name__, type(F([1]).copy()).__name__,
    S([1]) == {1}
)
f = frozenset([1, 2])
print(frozenset(f) is f, f.copy() is f, {f: "v"}[frozenset([2, 1])], f | {3} == {1, 2, 3})
print(hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])))
print(
    3 in a, 3.0 in a, "3" in a, len(a), min(a), max(a), sum(a), sorted(a, reverse=True), bool(set()), any({0}),
    [*{7}], list({5})
)
fails(lambda: a | [1])
fails(lambda: [1] | a)
fails(lambda: a & "x")
fails(lambda: a - 5)
fails(lambda: a ^ (1,))
fails(lambda: a + b)
fails(lambda: a < [1])
fails(lambda: a <= 5)
fails(a.union, 5)
fails(a.issubset, 5)
fails(a.isdisjoint, None)
fails(a.isdisjoint)
fails(set, 5)
fails(set, [1], [2])
fails(set, x=1)
fails(frozenset, [[]])
fails(lambda: f.add(1))
fails(lambda: frozenset(1, 2))
fails(lambda: f.update([1]))
