"""list items and slices: read, assign, extended slices, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

a = list("abcdef")
print(a[0], a[-1], a[1:3], a[::-1], a[-3:], a[4:1:-1], a[::2], a[10:], a[:-10], a[True], a[:] == a, a[:] is a)
a[0] = 1
a[-1] = 2
a[1:3] = "XYZ"
a[2:2] = [9]
a[5:] = []
print(a)
a[::2] = [0, 0, 0]
a[:0] = (8,)
a[len(a):] = {3: 1}
print(a)
a[::-1] = range(len(a))
print(a)
a[1:3] = a
print(a)
a[:] = iter("end")
print(a)
b = [1, 2, 3]
b[5:9] = [4]
b[-10:-9] = [0]
b[2:1] = ["m"]
print(b)
b[10**20:] = [5]
b[-10**20:0] = [-1]
print(b)
class Ix:
    def __index__(self): return 1
print(b[Ix()], b[Ix():Ix()], b[slice(Ix(), None, Ix())])
print(
    [1, 2] * 3, 2 * [0], [1] * 0, [1] * -5, [[]] * 2, [1, 2] + [3], [1] == [1.0], [1, 2] < [1, 3], [1] < [1, 0],
    [] < [0], [2] > [1, 9]
)
c = [1, 2]
d = c
c *= 2
print(d, c is d)
c *= 0
print(d)
print(
    [[1, 2], [3]] == [[1, 2], [3]], [1, [2, [3]]][1][1][0], 2 in [1, 2], "a" not in ["b"], [None] == [None],
    [1] != [2]
)
def get(x, i): return x[i]
def put(x, i, v): x[i] = v
fails(get, b, 99)
fails(get, b, -99)
fails(get, b, "a")
fails(get, b, 1.0)
fails(get, b, None)
fails(get, b, (0, 1))
fails(get, b, 10**30)
fails(get, b, slice(None, None, 0))
fails(get, b, slice("a"))
fails(put, b, 99, 1)
fails(put, b, "a", 1)
fails(put, b, slice(0, 1), 5)
fails(put, b, slice(0, 6, 2), [1])
fails(put, b, slice(0, 6, 2), 5)
fails(put, b, slice(0, 6, 0), [5])
fails(lambda: b * "a")
fails(lambda: b * 1.5)
fails(lambda: b + 1)
fails(lambda: b < 1)
fails(lambda: [1] < ["a"])
fails(lambda: [1] * 10**30)
fails(hash, b)
fails(lambda: b.x)
fails(setattr, b, "x", 1)
