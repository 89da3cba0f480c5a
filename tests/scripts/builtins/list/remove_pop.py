"""list.pop, remove, clear, del, index, count, reverse, copy."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

a = list(range(10))
print(a.pop(), a.pop(0), a.pop(-2), a.pop(True), a)
a.remove(5)
del a[0]
del a[-1:]
print(a, a.index(4), a.count(6), a.count("x"))
b = [1, 2, 1, 3, 1]
print(b.index(1, 1), b.index(1, 3), b.index(1, -2), b.index(3, 0, 4), b.count(1), b.count(True), b.count(1.0))
b.reverse()
print(b, b.copy() == b, b.copy() is b)
b.clear()
print(b)
c = list(range(20))
del c[::3]
print(c)
del c[5:2]
del c[-3:]
del c[1:9:2]
print(c)
del c[:]
print(c)
class Eq:
    def __init__(self, n): self.n = n
    def __eq__(self, o):
        print("eq", self.n, o)
        return self.n == o
e = [Eq(1), Eq(2), Eq(3)]
print(e.index(2))
e.remove(2)
print(len(e), 3 in e)
nan = float("nan")
print(nan in [nan], [nan].count(nan), [nan].index(nan), [float("nan")].count(nan))
fails([].pop)
fails([1].pop, 5)
fails([1].pop, -2)
fails([1].pop, "0")
fails([1].pop, 1, 2)
fails([1].pop, 10**30)
fails([1].remove, 2)
fails([].index, 1)
fails([1, 2].index, 1, 1)
fails([1].index, 1, "a")
fails([1].index)
fails([1].clear, 1)
fails([1].reverse, 1)
def drop(x, i): del x[i]
fails(drop, [1], 1)
fails(drop, [1], "a")
fails(drop, [1], slice(0, 1, 0))
