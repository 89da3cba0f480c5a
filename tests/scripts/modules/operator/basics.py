"""operator: functions, itemgetter, attrgetter, methodcaller, in-place forms."""
import operator as op

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    op.add(1, 2), op.concat("a", "b"), op.contains([1], 1), op.countOf([1, 1, 2], 1), op.indexOf("abc", "c"),
    op.truth([]), op.not_(0), op.is_(None, None), op.is_not(1, None), op.is_none(None), op.is_not_none(0),
    op.index(True), op.getitem({"a": 1}, "a"), op.pos(-1), op.inv(5), op.matmul, op.length_hint([1, 2]),
    op.call(max, 1, 2)
)
l = [1, 2, 3]
op.setitem(l, 0, 9)
op.delitem(l, 1)
print(
    l, op.iadd(l, [4]), l, op.iconcat([1], [2]), op.imul(2, 3), op.ior({1}, {2}), op.ipow(2, 3), op.ifloordiv(7, 2)
)
print(
    op.itemgetter(1)("abc"), op.itemgetter(0, -1)("abc"), op.itemgetter(slice(1, 3))([1, 2, 3]),
    op.itemgetter("k")({"k": 5}), op.attrgetter("real")(5), op.attrgetter("real", "imag")(5),
    op.attrgetter("__class__.__name__")(5), op.methodcaller("upper")("a"),
    op.methodcaller("split", ",", maxsplit=1)("a,b,c")
)
print(
    op.itemgetter(1), op.itemgetter(1, "a"), op.attrgetter("a.b"), op.methodcaller("f", 1, k=2),
    sorted([(1, 2), (0, 5)], key=op.itemgetter(1)), list(map(op.attrgetter("numerator"), [1, True]))
)
for n in ("lt", "le", "eq", "ne", "gt", "ge"): print(n, getattr(op, n)(1, 2), end=" ")
print(
    op.__add__(1, 2), op.floordiv(7, 2), op.mod(7, 4), op.truediv(1, 4), op.lshift(1, 3), op.xor(5, 1), op.neg(3),
    op.abs(-3), op.and_(6, 3)
)
fails(op.itemgetter)
fails(op.attrgetter)
fails(op.attrgetter, 5)
fails(op.methodcaller)
fails(op.methodcaller, 5)
fails(op.itemgetter(5), "abc")
fails(op.itemgetter("a"), [1])
fails(op.attrgetter("zz"), 5)
fails(op.methodcaller("zz"), 5)
fails(op.add, 1)
fails(op.concat, 1, 2)
fails(op.indexOf, [1], 2)
fails(op.index, 1.5)
fails(op.length_hint, 5, "a")
fails(op.getitem, [], 0)
fails(op.countOf, 5, 1)
fails(op.itemgetter(1), 5)
