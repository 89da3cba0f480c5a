"""memoryview with no or several dimensions: cast, items, attributes, equality, what is not implemented."""


def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))


b = bytearray(range(24))
m = memoryview(b).cast("B", [2, 3, 4])
print(m.ndim, m.shape, m.strides, m.suboffsets, m.nbytes, m.itemsize, len(m), m.c_contiguous, m.f_contiguous, m.contiguous)
print(m.tolist(), m[1, 2, 3], m[-1, 0, -4], m.tobytes() == bytes(b), m.hex()[:6])
m[0, 1, 2] = 99
print(b[6], m[0, 1, 2])
h = memoryview(b).cast("H", (3, 4))
print(h.shape, h.strides, h.format, h[2, 3], h.tolist()[0])
z = memoryview(b"\x05").cast("B", [])
print(z.ndim, z.shape, z.strides, z.tolist(), z[()], z[...] is z, z.nbytes, z.tobytes())
print(m == memoryview(b).cast("B", [2, 3, 4]), m == memoryview(b), m == memoryview(b).cast("B", [4, 3, 2]), m.cast("B") == b, z == b"\x05")
print(m.toreadonly().shape, memoryview(m).shape, m.cast("B").shape, m.cast("I").shape, memoryview(b).cast("B", [24]).ndim)
fails(len, z)
fails(iter, z)
fails(iter, m)
fails(lambda: z[0])
fails(lambda: z[0:1])
fails(lambda: m[0])
fails(lambda: m[0:1])
fails(lambda: m[0, 1])
fails(lambda: m[0, 1, 2, 3])
fails(lambda: m[0, 1, 4])
fails(lambda: m[2, 0, 0])
fails(lambda: m[0, 0:1, 0])
fails(lambda: m["a"])
fails(lambda: m[0, "a", 0])
fails(lambda: memoryview(b)[0, 0])
fails(lambda: memoryview(b)[()])
fails(m.cast, "B", [24, 1])
fails(memoryview(b).cast, "B", [5, 5])
fails(memoryview(b).cast, "B", [0, 24])
fails(memoryview(b).cast, "B", [-1])
fails(memoryview(b).cast, "B", 5)
fails(memoryview(b).cast, "B", [1] * 65)
fails(m.__setitem__, (0, 0, 0), 256)
fails(m.toreadonly().__setitem__, (0, 0, 0), 1)
s = m[1:]
print(s.shape, s.strides, s.tolist(), s[0, 0, 0], m[0:1].tobytes() == bytes(b)[:12], m[2:].shape, m[2:].tolist())
fails(m.__setitem__, slice(0, 1), b"x")
fails(lambda: m[0:1, 0:1])
