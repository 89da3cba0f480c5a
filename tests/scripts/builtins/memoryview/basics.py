"""memoryview: slices, formats, casts, release, writing, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

b = bytearray(b"abcdefgh")
m = memoryview(b)
print(
    m[0], m[-1], m[1:3].tobytes(), bytes(m[::2]), bytes(m[::-1]), len(m), m.nbytes, m.itemsize, m.format, m.ndim,
    m.shape, m.strides, m.readonly, m.contiguous, m.obj is b, list(m[:3]), m.tolist()[:2], 97 in m, m == b,
    m == b"abcdefgh", m != memoryview(b"x"), m.hex(), m[2:4].hex("-")
)
m[0] = 65
m[1:3] = b"XY"
print(b)
s = m[4:]
s[0] = 33
print(b, s.obj is b, m.index(33), m.count(33))
i = memoryview(bytearray(8)).cast("i")
i[0] = -2
i[1] = 7
print(i.tolist(), i.format, i.itemsize, len(i), i.tobytes(), i.cast("B")[0])
t = memoryview(bytes(range(6))).cast("B", [2, 3])
print(t.shape, t.ndim, t.tolist(), t[1, 2])
print(
    memoryview(b"x").readonly, hash(memoryview(b"abc")) == hash(b"abc"), m.toreadonly().readonly,
    sorted(memoryview(b"cab")), bytes(memoryview(b"q")), memoryview(b"ab") == memoryview(b"ab"), bytearray(m)[:2]
)
with memoryview(b) as w: print(w[0])
fails(lambda: w[0])
print(repr(w)[:9])
r = memoryview(b"ro")
def put(v, i, x): v[i] = x
fails(put, r, 0, 1)
fails(put, m, 0, 300)
fails(put, m, 0, b"a")
fails(put, m, slice(0, 2), b"abc")
fails(put, m, 99, 1)
fails(put, m, "a", 1)
fails(lambda: m[99])
fails(lambda: m["a"])
fails(lambda: m[1.5])
fails(memoryview, 5)
fails(memoryview, "text")
fails(memoryview)
fails(m.cast, "i", [3])
fails(memoryview(b"abc").cast, "i")
fails(m.cast, "zz")
fails(hash, m)
fails(b.append, 1)
fails(lambda: t[0])
fails(lambda: m < m)
fails(b.extend, b"x")
m.release()
s.release()
fails(m.tobytes)
fails(len, m)
m.release()
d = memoryview(bytearray(8)).cast("d")
d[0] = 1.5
print(d[0], d.tolist())
