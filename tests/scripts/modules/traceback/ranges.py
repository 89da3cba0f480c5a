"""Markers below the failing part of a line for many kinds of expressions."""
import traceback
d, l, n, s = {"a": {}}, [1, 2], None, "text"
def f(*a): raise ValueError("from f")
cases = [
    "d['a']['b']['c']", "l[0] + l[9]", "1 + 2 / 0 * 3", "n.attr.more", "s.upper().nope()", "f(1, l[0])",
    "[x for x in n]", "(lambda q: q.zz)(5)", "l[0]()", "-s", "not f()", "f() if l else 0", "{**n}", "s < 1 < 2",
    "len(l, l)", "int('12' + 'x')", "f'{n.x}'", "d[l]", "s[1:2:0]", "l.append(1, 2)", "undefined + 1",
    "1 if n.x else 2", "print(*5)", "(1).bit_length(2)", "max(l, key=n)"
]
for c in cases:
    try:
        exec(compile(c, "case.py", "exec"))
    except Exception as e:
        t = traceback.extract_tb(e.__traceback__)
        frame = [x for x in t if x.filename == "case.py"][0]
        print(c, "|", c[frame.colno:frame.end_colno], "|", type(e).__name__, e)
def multi():
    return (l[0]
            + n.attr
            + 5)
try:
    multi()
except AttributeError as e:
    x = traceback.extract_tb(e.__traceback__)[-1]
    print(x.end_lineno - x.lineno, x.line)
def assign():
    l[7] = 1
def delete():
    del d["zz"]
def augment():
    d["a"] += 1
def unpack():
    a, b, c = l
def loop():
    for i in range(3): i.nope
def with_():
    with n: pass
def raise_():
    raise TypeError("raised") from None
def assert_(): assert l == [], "not empty"
def import_(): import no_such_mod
def call(): f(
    1,
    2)
for g in (assign, delete, augment, unpack, loop, with_, raise_, assert_, import_, call):
    try:
        g()
    except Exception as e:
        print("".join(traceback.format_exception(e)[1:]).rstrip())
