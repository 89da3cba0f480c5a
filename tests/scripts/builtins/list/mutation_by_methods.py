"""Lists changed by the code that list methods call: equality, keys, iterators, finalisers."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Eq:
    def __init__(self, l, action): self.l, self.action = l, action
    def __eq__(self, o):
        self.action(self.l)
        return False
a = [1, 2, 3]
a.append(Eq(a, lambda l: l.clear()))
print(5 in a, a)
b = [1, 2, 3]
print(b.count(Eq(b, lambda l: l.append(0) if len(l) < 10 else None)), len(b))
c = [0]
c[0] = Eq(c, lambda l: l.clear())
fails(c.index, 5)
fails(c.remove, 5)
d = [1, 2, 3]
fails(d.sort, key=lambda x: d.append(x))
print(len(d) >= 3)
def feed(l):
    for i in range(3):
        yield i
        l.append("x")
e = []
e.extend(feed(e))
print(e)
f = [1, 2]
f[0:1] = feed(f)
print(f)
g = list(range(5))
g += (g.pop() for _ in range(2))
print(g)
class Last:
    def __init__(self, l): self.l = l
    def __del__(self): self.l.append("from del")
h = []
h.append(Last(h))
h[0] = "gone"
print(h)
h.append(Last(h))
h.clear()
print(h)
i = [3, 1, 2]
print([i.pop() for _ in i], i)
class Ix:
    def __init__(self, l): self.l = l
    def __index__(self):
        self.l.clear()
        return 0
j = [1, 2, 3]
fails(lambda: j[Ix(j)])
j = [1, 2, 3]
fails(j.pop, Ix(j))
j = [1, 2, 3]
fails(lambda: j.__setitem__(Ix(j), 5))
j = [1, 2, 3]
j.insert(Ix(j), "in")
print(j)
k = [1, 2, 3]
print(k[Ix(k):], k)
m = [[1, 2], [3]]
for x in m:
    if len(m) < 6:
        m.append(x)
print(len(m), m[-1])
