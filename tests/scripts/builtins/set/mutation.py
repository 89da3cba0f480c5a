"""set: add, remove, discard, pop, update family, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = {1, 2, 3}
print(s.add(4), s.add(1), s, s.discard(9), s.discard(4), s.remove(3), s, len(s))
s.update([5, 6], (7,), {8: 0}, "x")
s.discard("x")
print(sorted(s))
s.update()
s |= {9}
s &= set(range(8))
s -= {1}
s ^= {2, 100}
print(sorted(s))
s.intersection_update([5, 6, 100], range(101))
print(sorted(s))
s.difference_update([5], [100])
print(s)
s.symmetric_difference_update([6, 7, 7])
print(s)
print(s.pop(), s, s.clear(), s)
a = {1}
b = a
a |= {2}
print(b, a is b, a.copy() == a, a.copy() is a)
x = set()
x.add((1, 2))
x.add(frozenset([1]))
print(frozenset([1]) in x, {1} in x, (1, 2) in x)
x.discard({1})
print(x)
y = set(range(1000))
y -= set(range(0, 1000, 3))
print(len(y), sum(y), 4 in y, 3 in y)
fails(s.remove, 99)
fails(s.remove, "k")
fails(s.remove, [])
fails(s.add, [])
fails(s.add, {})
fails(s.add)
fails(s.discard, [])
fails(set().pop)
fails(s.update, 5)
fails(s.update, [[]])
fails(s.intersection_update, 5)
fails(s.symmetric_difference_update)
fails(s.clear, 1)
fails(hash, s)
def change():
    z = {1, 2, 3}
    for e in z: z.add(e + 10)
fails(change)
def ior(p, q): p |= q
fails(ior, {1}, [2])
def isub(p, q): p -= q
fails(isub, {1}, [2])
fails(lambda: s[0])
fails(lambda: {[]})
fails(lambda: [] in {1})
