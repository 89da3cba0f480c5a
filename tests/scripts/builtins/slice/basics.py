"""slice objects: attributes, indices, comparison, use by __getitem__."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Show:
    def __getitem__(self, key): return key
    def __setitem__(self, key, v): print("set", key, v)
    def __delitem__(self, key): print("del", key)
s = Show()
print(
    s[1], s[1:2], s[:], s[1:2:3], s[::], s[1, 2], s[1:2, ...], s[...], s[None], s["a":"b"], s[()], s[:, 1],
    s[*(1, 2)], s[-1], s[1,]
)
s[1:2] = 3
del s[::2]
s[1, 2:3] = 4
s[...] = 0
a = slice(1, 10, 2)
print(
    a, a.start, a.stop, a.step, slice(5), slice(None), slice(1, None), a == slice(1, 10, 2), a != slice(1),
    slice(1, 2) < slice(1, 3), slice(None) == slice(None, None, None)
)
for sl in (
    slice(None), slice(1, -1), slice(None, None, -1), slice(-3, None), slice(100, -100, -3), slice(5, 2),
    slice(-100, 100, 50), slice(0, 10**30), slice(None, -10**30, -1)
):
    print(sl, sl.indices(7), sl.indices(0), len(range(*sl.indices(7))))
print(
    hash(slice(1, 2)) == hash(slice(1, 2)), {slice(1): "x"}[slice(1)], "abcdef"[a], [0, 1, 2, 3][slice(-2, None)],
    (1, 2, 3)[slice(None, None, -1)], range(10)[slice(2, 8, 3)], b"abc"[slice(1)]
)
fails(slice)
fails(slice, 1, 2, 3, 4)
fails(slice, stop=1)
fails(a.indices)
fails(a.indices, -1)
fails(a.indices, "x")
fails(slice("a").indices, 5)
fails(slice(1.5).indices, 5)
fails(slice(None, None, 0).indices, 5)
fails(setattr, a, "start", 5)
fails(hash, slice([], 1))
fails(lambda: slice(1) < 5)
fails(lambda: slice(None) < slice(1))
fails(lambda: [1, 2][slice(0, 2, "x")])
fails(lambda: type("S", (slice,), {}))
fails(lambda: {}[1:2])
fails(lambda: len("abc")[1:2])
