"""bytearray: item and slice assignment, growing, shrinking, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

a = bytearray(b"hello")
a[0] = 72
a[-1:] = b"O!"
print(a, repr(a), len(a), a[1], a[1:3], type(a[1:3]).__name__)
a.append(33)
a.extend(b"??")
a.extend([65, 66])
a += b"cd"
a *= 2
print(a)
a[2:5] = b""
a[::3] = bytes(len(a[::3]))
print(a)
del a[0]
del a[-3:]
del a[::2]
print(a, a.pop(), a.pop(0), a)
a.insert(0, 1)
a.insert(99, 2)
a.insert(-1, 3)
print(a)
a.reverse()
print(a, a.count(0), a.index(3))
a.remove(3)
print(a)
b = a.copy()
a.clear()
print(a, b, a == bytearray(), b == bytes(b))
b = bytearray(b"abcdef")
b[1:4] = bytearray(b"XYZW12")
print(b)
b[:] = range(5)
print(b)
print(
    bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray.fromhex("0aff"), bytearray(b"a").upper(),
    bytearray(b"a,b").split(b",")
)
self_assign = bytearray(b"abc")
self_assign[1:1] = self_assign
print(self_assign)
c = bytearray(b"abc")
view = memoryview(c)
fails(c.append, 1)
fails(c.clear)
view.release()
c.append(100)
print(c)
def put(i, v): c[i] = v
def drop(i): del c[i]
fails(put, 0, 256)
fails(put, 0, -1)
fails(put, 0, "a")
fails(put, 0, 1.5)
fails(put, 99, 1)
fails(put, "a", 1)
fails(put, slice(0, 2), "ab")
fails(put, slice(0, 2), 5)
fails(put, slice(0, 4, 2), b"abc")
fails(put, slice(0, 2), [1, 300])
fails(drop, 99)
fails(drop, None)
fails(c.append, 256)
fails(c.append, b"a")
fails(c.extend, "a")
fails(c.extend, 5)
fails(c.extend, [1, "a"])
fails(c.insert, 0)
fails(c.insert, 0, 999)
fails(bytearray().pop)
fails(c.pop, 99)
fails(c.remove, 250)
fails(c.remove, "a")
fails(hash, c)
fails(bytearray, "x")
fails(bytearray, -1)
