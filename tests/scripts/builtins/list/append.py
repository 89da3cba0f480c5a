"""list.append, extend, insert: order, self-reference, iterables, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

a = []
print(a.append(1), a.extend((2, 3)), a.insert(0, 0), a)
a.append(a[:])
a.append(None)
print(a, len(a))
b = [1, 2]
b.extend(b)
b.extend("xy")
b.extend({5: "v"})
b.extend(x * x for x in range(3))
print(b)
c = [1, 2, 3]
for i, v in ((0, "a"), (-1, "b"), (100, "c"), (-100, "d"), (3, "e")):
    c.insert(i, v)
print(c)
b = c
b += (7, 8)
print(c is b, c[-2:])
def growing():
    for i in range(3):
        yield i
        target.append(f"in{i}")
target = []
target.extend(growing())
print(target)
def broken():
    yield 1
    yield 2
    raise KeyError("mid")
d = [0]
fails(d.extend, broken())
print(d)
big = []
for i in range(1000): big.append(i)
print(sum(big), big[999], len(big))
r = [1]
r.append(r)
print(r, repr(r), r[1] is r)
fails(a.append)
fails(a.append, 1, 2)
fails(a.extend, 5)
fails(a.extend, None)
fails(a.extend)
fails(a.insert, 1)
fails(a.insert, "x", 1)
fails(a.insert, 1.0, 1)
fails(a.insert, 10**30, 1)
fails(list.append, (1,), 2)
fails(list.append)
fails(getattr, a, "push")
def iadd(x, y): x += y
fails(iadd, [], 5)
fails(lambda: [1] + (2,))
fails(lambda: (2,) + [1])
