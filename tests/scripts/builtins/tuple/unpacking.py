"""Unpacking targets: nested, starred, attributes, items, swaps, loops, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class O: pass
o, l, d = O(), [0, 0, 0], {}
a, b = 1, 2
a, b = b, a
(c, (e, f)), [g, h] = (1, (2, 3)), "xy"
*i, j = range(4)
k, *m = "abc"
n, *p, q = [1, 2]
*r, = {1: 2}
o.x, l[1], d["k"], l[2:] = 5, 6, 7, [8, 9]
print(a, b, c, e, f, g, h, i, j, k, m, n, p, q, r, o.x, l, d)
s = t = u = [1]
v, v = 1, 2
w, l[0] = 0, 5
idx = 0
idx, l[idx] = 1, "at one"
print(s is u, v, l)
for x, (y, *z) in [(1, (2, 3, 4)), (5, "ab")]:
    print(x, y, z)
print(
    [(a, b) for a, b in {"k": 1}.items()], *[1, 2], *"ab", [*range(3), *(4, 5)], {*"a", *[1]} == {"a", 1},
    (*(), *[1]), {**{"a": 1}, **{"b": 2}}
)
print((lambda a, *b, **c: (a, b, c))(*[1, 2], *(3,), **{"k": 4}), max(*[3, 9], 5), dict(**{"z": 1}, y=2))
def pair(): return 1, 2
first, second = pair()
(one), = [5]
print(first, second, one, (pair())[1])
def un(n, v):
    if n == 2: a, b = v
    elif n == 0: [] = v
    elif n == 1: (a,) = v
    else: a, b, *c, d = v
un(0, [])
un(3, "abc")
for n, v in (
    (2, []), (2, [1, 2, 3]), (0, [1]), (1, ()), (3, [1, 2]), (2, 5), (2, {1}), (2, "abc"), (2, (x for x in [1]))
):
    fails(un, n, v)
for text in (
    "*a = [1]", "a, *b, *c = x", "*a", "del *a", "1, a = x", "f(), a = x", "a + 1 = x", "(a, b) += 1",
    "[x for x in y] = 1", "{a} = x", "a, 'b' = x", "x = *a", "None, a = x", "... = 1", "*a, b: int = x"
):
    try:
        compile(text, "", "exec")
        print(text, "compiles")
    except SyntaxError as err:
        print(text, "->", err.msg)
