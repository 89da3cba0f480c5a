"""operator functions in tables: calculators, sorting, attribute paths, in-place results."""
import operator as op
table = {
    "+": op.add, "-": op.sub, "*": op.mul, "/": op.truediv, "//": op.floordiv, "%": op.mod, "**": op.pow,
    "<<": op.lshift, ">>": op.rshift, "&": op.and_, "|": op.or_, "^": op.xor, "@": op.matmul
}
def rpn(text):
    stack = []
    for t in text.split():
        if t in table:
            b, a = stack.pop(), stack.pop()
            stack.append(table[t](a, b))
        else:
            stack.append(int(t))
    return stack
for text in ("1 2 +", "5 1 2 + 4 * + 3 -", "2 10 **", "7 2 // 7 2 %", "1 4 << 3 |", "6 4 /"):
    print(text, "=", rpn(text))
for text in ("1 0 /", "1 +", "1 2 @", "1 -1 <<"):
    try:
        print(rpn(text))
    except Exception as e:
        print(text, type(e).__name__, e)
class P:
    def __init__(self, name, **k): self.name, self.info = name, type("Info", (), k)()
people = [P("bob", age=30, city="x"), P("ann", age=25, city="y"), P("cid", age=30, city="a")]
print(
    [p.name for p in sorted(people, key=op.attrgetter("info.age", "name"))],
    [p.name for p in sorted(people, key=op.attrgetter("info.city"))], list(map(op.attrgetter("name"), people)),
    op.methodcaller("__len__")("abc")
)
rows = [{"k": 2, "v": "b"}, {"k": 1, "v": "c"}, {"k": 2, "v": "a"}]
print(
    sorted(rows, key=op.itemgetter("k", "v")), list(map(op.itemgetter("v"), rows)),
    op.itemgetter(slice(None, None, -1))("abc"), max(enumerate([3, 9, 2]), key=op.itemgetter(1))
)
l = [1]
print(
    op.iadd(l, [2]) is l, op.iadd(5, 1), op.imul("ab", 2), op.iand({1, 2}, {2}), op.ior({"a": 1}, {"b": 2}),
    op.concat([1], [2]), op.not_(l), op.truth(l), op.contains("abc", "b"), op.countOf([1, 1, 2], 1),
    op.indexOf([3, 4], 4)
)
print(
    all(getattr(op, n)(3, 4) == eval(f"3 {s} 4") for n, s in (("lt", "<"), ("le", "<="), ("eq", "=="), ("ne", "!="), ("gt", ">"), ("ge", ">="))),
    op.neg(3), op.pos(-3), op.inv(3), op.invert(0), op.abs(-2), op.index(7), op.is_(l, l), op.is_not(l, []),
    [f.__name__ for f in (op.add, op.itemgetter, op.__iadd__)]
)
