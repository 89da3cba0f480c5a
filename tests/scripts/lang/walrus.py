# := in every place
if (n := len("abc")) > 2:
    print(n)
while (n := n - 1) > 0:
    print("loop", n)
print([y := 1, y + 1, y := y * 10], y)
print((a := 1, b := 2), a, b, (c := (1, 2)), (d := 1, 2), d)
print([last := x for x in range(3)], last, [x for x in range(10) if (sq := x * x) > 50], sq)
print(any((hit := w).startswith("b") for w in ["apple", "bee", "bat"]), hit)


def f(x):
    return (z := x + 1) * z


print(f(2), (lambda: (q := 5) + q)())


def g():
    global made
    (made := "by walrus")
    total = 0
    partial = [total := total + v for v in range(5)]
    return partial, total


print(g(), made)


def h():
    v = 0

    def inner():
        nonlocal v
        return (v := v + 1), [v := v + i for i in (10, 20)]
    return inner(), v


print(h())
print({(k := "key"): (v := 1)}, {k: v}, f"{(w := 3)} {w:=5}", f"{(w := 8)!r}")
x = [1, 2, 3, 4]
print(x[(i := 1)], x[i:(j := 3)], x[i := 2], {e := 5}, [*(t := (7, 8))], t)
print((p := 1) if (q := 0) else (p := 2), p, q, not (r := True), r)
print(max((m := 3), 2, key=(kf := lambda u: -u)), m, kf(1))
data = iter([3, 2, 1, 0, 9])
while item := next(data):
    print(item, end=" ")
print(item)
import io
src = io.StringIO("l1\nl2\n")
while line := src.readline():
    print(repr(line), end=" ")
print()


class C:
    (attr := 5)
    both = (other := attr + 1)


print(C.attr, C.other, C.both)
print((x := 1) + (x := x + 1) + x, (y := [1]) is y, (lambda v=(dflt := 4): v)(), dflt)
assert (z := 1), "never"
del z
match (subject := 5):
    case 5 if (guard := subject + 1) == 6:
        print("matched", guard)
