"""list.sort: keys, reverse, stability, mutation while sorting, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

a = [5, 2, 9, 1, 5, 6]
print(a.sort(), a)
a.sort(reverse=True)
print(a)
a.sort(key=lambda x: x % 3)
print(a)
a.sort(key=None, reverse=0)
print(a)
words = "the Quick brown fox Jumps over the lazy dog".split()
words.sort()
print(words)
words.sort(key=str.lower)
print(words)
words.sort(key=len, reverse=True)
print(words)
pairs = [(i % 3, -i) for i in range(9)]
pairs.sort(key=lambda p: p[0])
print(pairs)
pairs.sort(key=lambda p: p[0], reverse=True)
print(pairs)
pairs.sort()
print(pairs)
class Lt:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f"L{self.v}"
l = [Lt(3), Lt(1), Lt(2)]
l.sort()
print(l)
l.sort(reverse=True)
print(l)
seed = 12345
big = []
for _ in range(3000):
    seed = (seed * 1103515245 + 12345) % 2**31
    big.append(seed % 1000)
s = sorted(big)
print(all(s[i] <= s[i + 1] for i in range(2999)), sum(s) == sum(big), s[:5], s[-5:])
idx = sorted(range(3000), key=big.__getitem__)
print(all((big[idx[i]], idx[i]) < (big[idx[i + 1]], idx[i + 1]) for i in range(2999)))
runs = list(range(100)) + list(range(50))[::-1] + [7] * 30
runs.sort()
print(runs[:10], runs[-3:])
print(
    sorted([3.5, 1, 2.25, True, 10**20, -0.0]), sorted("banana"), sorted({"b": 1, "a": 2}),
    sorted([(2, "b"), (2, "a"), (1, "z")]), sorted([[2], [1, 5], [1]]), sorted([]), sorted([b"b", b"a"])
)
m = [3, 1, 2]
def key(x):
    m.append(x)
    return x
fails(m.sort, key=key)
print(m)
e = [3, 1, 2]
def boom(x):
    if x == 2: raise KeyError("boom")
    return x
fails(e.sort, key=boom)
print(e)
seen = []
h = [2, 1]
h.sort(key=lambda x: seen.append(len(h)) or x)
print(seen, h)
fails([1, "a"].sort)
fails([None, 1].sort)
fails([1j, 2j].sort)
fails([1].sort, 5)
fails([1].sort, key=5)
fails([1].sort, reverse="x")
fails([1].sort, cmp=1)
fails([(1, {}), (1, {})].sort)
fails(sorted)
fails(sorted, 5)
fails(sorted, [1], len)
fails(sorted, [1], key=len)
fails(sorted, [1], foo=1)
# What is stored while the sort runs is noticed, also when it has gone again; an empty list that is emptied is no change.
class Meddler:
    act = None
    def __init__(self, v): self.v = v
    def __lt__(self, other):
        Meddler.act()
        return self.v < other.v
    def __repr__(self): return str(self.v)
n = [Meddler(i) for i in (3, 1, 2)]
for act in (
    lambda: (n.append(1), n.pop()), lambda: (n.extend([1]), n.clear()), lambda: n.clear(), lambda: n.extend([]),
    lambda: (n.insert(0, 1), n.remove(1)), lambda: (n.__init__([1]), n.__init__()), lambda: n.__imul__(2),
    lambda: n.__setitem__(slice(None), []), lambda: n.reverse(), lambda: n.sort(),
):
    Meddler.act = act
    fails(n.sort)
    print(n, len(n))
Meddler.act = lambda: (n.append(1), 1 / 0)
fails(n.sort)
print(sorted(n, key=repr))
