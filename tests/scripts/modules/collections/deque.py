"""collections.deque: both ends, rotation, maxlen, indexing, errors."""
from collections import deque

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
d.extend([5, 6])
d.extendleft([-1, -2])
print(d, len(d), d.pop(), d.popleft(), d[0], d[-1], d[3])
d.rotate(2)
print(d)
d.rotate(-1)
print(d)
d.rotate()
d.rotate(100)
print(d)
d.reverse()
print(d, d.count(3), d.index(3), 3 in d)
d.remove(3)
d.insert(1, "x")
d.insert(-1, "y")
d.insert(99, "z")
print(d)
d[1] = "w"
del d[0]
print(d, list(reversed(d)), d.copy() == d, bool(deque()))
d.clear()
print(d, d.maxlen)
m = deque("abcde", maxlen=3)
print(m, m.maxlen)
m.append("f")
print(m)
m.appendleft("g")
m.extend("hi")
print(m, deque(maxlen=0), deque([1, 2], 1))
m *= 2
print(m, m + deque("z"), deque([1]) * 3, deque([1]) == deque([1]), deque([1]) < deque([2]), deque([1]) == [1])
e = deque([1, 2, 3])
e += "ab"
print(e, e.index(2, 1), e.index("a", -3), tuple(e), sorted(deque([3, 1])), max(deque([1, 5])))
r = deque()
r.append(r)
print(r)
fails(deque().pop)
fails(deque().popleft)
fails(d.remove, 5)
fails(d.index, 5)
fails(lambda: e[99])
fails(lambda: e["a"])
fails(lambda: e[0:1])
fails(deque, 5)
fails(deque, [], -1)
fails(deque, [], "a")
fails(deque, 1, 2, 3)
fails(m.insert, 0, 1)
fails(hash, d)
fails(lambda: e + [1])
fails(d.rotate, "a")
fails(setattr, m, "maxlen", 5)
fails(d.extend, 5)
fails(lambda: e < 5)
def mutate():
    for x in e: e.append(1)
fails(mutate)
it = iter(e)
e.append(1)
fails(next, it)
class D(deque): pass
print(D([1]), type(D([1]).copy()).__name__, type(D() + D()).__name__)
