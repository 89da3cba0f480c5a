# slices: assignment and deletion
def show(start, text):
    a = list(range(start))
    same = a
    try:
        exec(text)
        print(f"{text:28}", a, same is a)
    except Exception as e:
        print(f"{text:28}", type(e).__name__ + ":", e, a)


for t in ("a[1:3] = [9]", "a[1:3] = []", "a[1:1] = [7, 8]", "a[:] = 'xy'", "a[0:0] = (1,)", "a[5:] = [1]", "a[100:] = [1]",
          "a[-2:] = [5, 6, 7]", "a[::2] = [7, 8, 9]", "a[::-1] = [1, 2, 3, 4, 5]", "a[1::2] = 'ab'", "a[3:1] = [0]", "a[1:3] = a",
          "a[:] = a[::-1]", "a[::2] = [1]", "a[::-1] = []", "a[1:2] = 5", "a[::2] = 5", "a[::0] = []", "a['x'] = 1", "a[9] = 1",
          "a[-6] = 1", "a[-1] = 's'", "a[0:2] = {'k': 1}", "a[2:2] = range(3)", "a[1:4:1] = [0]", "a[4:0:-2] = 'PQ'", "a[True] = 'T'",
          "a[1:3] = (x * x for x in a)"):
    show(5, t)
for t in ("del a[0]", "del a[-1]", "del a[1:3]", "del a[:]", "del a[::2]", "del a[::-2]", "del a[4:1:-1]", "del a[10:]", "del a[5]",
          "del a[1], a[1]", "del a[1:2][0]", "del a['x']", "del a[1.0]", "del a[3:1]", "del (a[0]), [a[0]]", "del (a[0], a[1])"):
    show(5, t)
a = [0] * 5
a[1:4] += [1]
print(a)
a[:] = []
print(a)
a.extend(a or [1])
a += a
a += a
print(a)
a[len(a):] = [2, 3]
print(a)
b = bytearray(b"abcdef")
b[1:3] = b"XYZ"
print(b)
del b[::2]
print(b)
b[0] = 65
b[1:1] = [1, 2]
print(b)
for bad in ("b[0] = 256", "b[0] = b'x'", "b[0:1] = [300]", "b[::2] = b'q'", "b[100] = 1", "b[:] = 'str'"):
    try:
        exec(bad)
    except Exception as e:
        print(bad, type(e).__name__, e)
for t, v in ((("t", 1), (1, 2)), ("str", "abc"), ("range", range(3)), ("bytes", b"abc")):
    try:
        v[0] = 1
    except TypeError as e:
        print(e)
    try:
        del v[0:1]
    except TypeError as e:
        print(e)
