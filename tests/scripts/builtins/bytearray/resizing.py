"""bytearray: growth, slices that change the length, exports that forbid resizing, in-place operators."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

b = bytearray()
for i in range(300):
    b.append(i % 256)
print(len(b), b[:4], b[-4:], sum(b))
del b[::2]
print(len(b), b[:5])
b[1:3] = b"long replacement"
print(b[:20], len(b))
b[5:5] = b"+" * 3
b[len(b):] = b"end"
b[:2] = b""
print(b[:10], b[-5:], len(b))
c = bytearray(b"abc")
c += b"def"
c *= 2
c += bytearray(b"!")
c += memoryview(b"?")
print(c, c[::-1], c[1::3], c * 0, c + b"x", b"y" + c[:1], type(b"y" + c[:1]).__name__)
c[::3] = b"12345"
print(c)
c[::-1] = bytes(c)
print(c, c.pop(), c.pop(0), len(c))
d = bytearray(b"export")
v = memoryview(d)
for action in (
    lambda: d.append(1), lambda: d.extend(b"x"), lambda: d.pop(), lambda: d.clear(), lambda: d.__delitem__(0),
    lambda: d.insert(0, 1), lambda: d.__setitem__(slice(0, 1), b"long"), lambda: d.remove(101),
    lambda: d.__iadd__(b"z"), lambda: d.__imul__(2)
):
    fails(action)
d[0] = 69
d[1:3] = b"XP"
print(d, v[0])
v.release()
d.append(33)
print(d, d.resize(3), d)
e = bytearray(b"a-b-c")
print(
    e.split(b"-"), e.replace(b"-", b""), e.partition(b"-"), e.find(b"b"), e.translate(None, b"-"),
    e.upper().lower() == e, e.isalpha(), e.hex(), e.decode(), e.join([b"1", b"2"]), e.center(9, b"*"),
    e.strip(b"a"), e.removeprefix(b"a-"), e.splitlines(), e.count(45), 45 in e, b"-c" in e
)
fails(d.resize, -1)
fails(lambda: d + "x")
fails(lambda: d * 1.5)
fails(d.__iadd__, "x")
fails(d.__setitem__, slice(0, 3, 2), b"abc")
fails(lambda: d[0:1].__setitem__(0, 999))
