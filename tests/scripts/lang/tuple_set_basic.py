# tuples and sets in daily use
t = (1, 2, 3)
print(t, t[0], t[-1], t[1:], len(t), (), (1,), 1, (1, (2,)))
print(t + (4,), t * 2, 2 in t, t.index(2), t.count(3), t == (1, 2, 3), t < (1, 2, 4), (1,) < (1, 0))
x, y, z = t
print(x, y, z, tuple("ab"), tuple([1]), hash(t) == hash((1, 2, 3)))
single = 1,
print(single, type(single), type(()), tuple())
s = {3, 1, 2}
print(sorted(s), len(s), 1 in s, set(), {1}, sorted({1, 1, 2}))
s.add(5); s.discard(100); s.discard(1); print(sorted(s))
a, b = {1, 2, 3}, {2, 3, 4}
print(a & b, a | b, a - b, a ^ b, a <= b, {2} < a, a >= {1}, a.isdisjoint({9}), a == {3, 2, 1})
a |= {10}; a &= {1, 2, 10}; a -= {2}; a ^= {1, 7}; print(sorted(a))
print(a.union([1], (2,)) == {1, 2, 7, 10}, {1, 2}.intersection([2, 3]), {1, 2}.difference([1]), {1}.symmetric_difference([2]))
a.update("x", "y"); print(len(a)); a.clear(); print(a)
f = frozenset([1, 2])
print(f, f | {3}, type(f | {3}), type({3} | f), hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset({1, 2})], frozenset())
print({1, 2}.issubset([1, 2, 3]), {1, 2}.issuperset([1]), {x % 3 for x in range(10)}, sorted(set("hello")))
print({1, 1.0, True}, {0, False}, {(1, 2), (1, 2)})
for bad in ("(1,)[1]", "{[]}", "s[0]", "(1, 2) + [3]", "{1} + {2}", "{1}.remove(5)", "set().pop()", "hash((1, []))",
            "(1, 2) < (1, 'a')", "{1} | [2]", "(1).x", "t['a']", "set(1)", "frozenset([1]).add(2)", "(1, 2).append(3)"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
try:
    t[0] = 5
except TypeError as e:
    print(e)
try:
    del t[0]
except TypeError as e:
    print(e)
