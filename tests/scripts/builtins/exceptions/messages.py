"""The messages of common run-time errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

import math
class C:
    x = 1
    def m(self): pass
c, l, d = C(), [1], {"a": 1}
def local():
    if False: v = 1
    return v
def delete():
    v = 1
    del v
    return v
def imp(name):
    exec(f"import {name}")
for f in (
    lambda: undefined, local, delete, lambda: c.nope, lambda: C.nope, lambda: l.push(1), lambda: None.x,
    lambda: c(), lambda: l[5], lambda: l["a"], lambda: d["z"], lambda: d[[]], lambda: c[0], lambda: c + 1,
    lambda: 1 + "a", lambda: "a" + 1, lambda: -"a", lambda: not_there.x, lambda: len(c), lambda: iter(c),
    lambda: next(c), lambda: c < c, lambda: 1 < "a", lambda: None < 1, lambda: 1 in c, lambda: 1 in 1,
    lambda: int("x"), lambda: float("x"), lambda: 1 / 0, lambda: 1 % 0, lambda: 1.0 // 0, lambda: math.sqrt(-1),
    lambda: [].pop(), lambda: {}.popitem(), lambda: [].remove(1), lambda: [].index(1), lambda: "a".index("b"),
    lambda: chr(-1), lambda: ord("ab"), lambda: range(1, 2, 0), lambda: [1, 2][::0], lambda: "%d" % "a",
    lambda: "{}".format(), lambda: "a" * 1.5, lambda: [1] * "a", lambda: c.m(1), lambda: C.m(), lambda: sum(["a"]),
    lambda: max([]), lambda: {**l}, lambda: [*c], lambda: print(*c), lambda: (lambda **k: k)(**l),
    lambda: (lambda: 0)(*5), lambda: setattr(c, 1, 2), lambda: isinstance(1, "a"), lambda: bytes([300]),
    lambda: 2 ** "a", lambda: ~1.5, lambda: l @ l, lambda: complex("x"), lambda: round("a"), lambda: abs("a"),
    lambda: divmod(1, "a"), lambda: hash({}), lambda: {[]: 1}, lambda: {1, []}, lambda: super().x,
    lambda: type("X", (int, str), {}), lambda: (1).real(), lambda: math.nope, lambda: imp("no_such_module"),
    lambda: imp("math.sub"), lambda: exec("from math import nope"), lambda: exec("from . import x"),
    lambda: object().x, lambda: int.x, lambda: len.x, lambda: (yield_)
):
    fails(f)
def unpack(n, v):
    if n == 1: a, = v
    if n == 2: a, b = v
    if n == 3: a, *b, c = v
for n, v in ((1, [1, 2]), (2, [1]), (2, "abc"), (3, [1]), (2, 5), (2, None), (2, {1: 2}), (2, iter([1, 2, 3]))):
    fails(unpack, n, v)
def attr_set(): c.m.x = 1
def item_set(): (1, 2)[0] = 1
def item_del():
    "abc"[0:1]
    del (1, 2)[0]
def item_del2():
    s = "abc"
    del s[0]
def str_set():
    s = "abc"
    s[0] = "x"
def aug():
    n = None
    n += 1
def aug2():
    l = [1]
    l += 5
def del_attr(): del c.nope
def with_bad():
    with c: pass
def for_bad():
    for i in 5: pass
def raise_bad(): raise "text"
def assert_plain(): assert 1 == 2
def assert_msg(): assert False, ("a", 1)
for f in (
    attr_set, item_set, item_del, item_del2, str_set, aug, aug2, del_attr, with_bad, for_bad, raise_bad,
    assert_plain, assert_msg
):
    fails(f)
