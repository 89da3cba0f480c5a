"""Operators, items and comparisons by Python methods: results, NotImplemented, errors, deep recursion, odd results."""
import sys
import traceback


class V:
    def __init__(self, *xs):
        self.xs = xs

    def __add__(self, other):
        if not isinstance(other, V):
            return NotImplemented
        return V(*(a + b for a, b in zip(self.xs, other.xs)))

    def __radd__(self, other):
        return V(*(other + a for a in self.xs))

    def __mul__(self, k):
        return V(*[x * k for x in self.xs])

    def __eq__(self, other):
        return self.xs == other.xs if isinstance(other, V) else NotImplemented

    def __lt__(self, other):
        return self.xs < other.xs

    def __getitem__(self, i):
        return self.xs[i]

    def __repr__(self):
        return f"V{self.xs}"


class Sub(V):
    def __radd__(self, other):
        return "Sub.radd"


class Self:
    def __add__(self, other):
        return self

    __sub__ = lambda self, other: other

    def __gt__(self, other):
        return []

    def __ge__(self, other):
        return [0]


def lines(e):
    return [(f.name, f.lineno, f.colno, f.end_colno) for f in traceback.extract_tb(e.__traceback__)]


v, w = V(1, 2), V(3, 4)
print(v + w, v + 5 if False else 5 + v, v * 3, (v + w) * 2 + v)
print(v == w, v == V(1, 2), v != w, v == 3, v != 3, v < w, w > v, v[0], v[-1], (v + w)[1])
print(v + Sub(1, 1), Sub(1, 1) + v, V(0) + V(1) + V(2))
s = Self()
print((s + 1) is s, (s + s) is s, s - 7, "gt" if s > 1 else "not gt", "ge" if s >= 1 else "not ge", not s > 1)
v += w
print(v, v is w)
for bad in (lambda: v + 1 + [], lambda: V(1) + "a", lambda: [] < v, lambda: v <= w, lambda: v["x"], lambda: v - w):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e, lines(e)[1:] if len(lines(e)) < 5 else len(lines(e)))


class Deep:
    def __add__(self, other):
        return self + other

    def __eq__(self, other):
        return self == other

    def __getitem__(self, i):
        return self[i]


for name, f in (("add", lambda: Deep() + 1), ("eq", lambda: Deep() == 1), ("item", lambda: Deep()[1])):
    try:
        f()
    except RecursionError as e:
        print(name, e)


class Gen:
    def __add__(self, n):
        yield from range(n)

    def __lt__(self, other):
        yield 1

    def __getitem__(self, n):
        yield n


print(list(Gen() + 3), "yes" if Gen() < 1 else "no", list(Gen()[4]))


class Truth:
    def __bool__(self):
        raise ValueError("no truth")


class Cmp:
    def __lt__(self, other):
        return Truth()


try:
    if Cmp() < 1:
        print("?")
except ValueError as e:
    print("ValueError", e, [n for n, *_ in lines(e)])
print(type(Cmp() < 1).__name__)


class Caller:
    def __add__(self, other):
        f = sys._getframe()
        return f.f_code.co_name, f.f_back.f_code.co_name, sorted(f.f_locals)


def outer():
    return Caller() + 1


print(outer())


class Kw:
    def __add__(self, other, extra=1):
        return extra

    @staticmethod
    def __sub__(other):
        return "static", other

    @classmethod
    def __mul__(cls, other):
        return cls.__name__, other


print(Kw() + 1, Kw() - 2, Kw() * 3)
Kw.__add__ = lambda self, other: "changed"
print(Kw() + 1)
del Kw.__add__
try:
    Kw() + 1
except TypeError as e:
    print(e)
total = V(0, 0)
for i in range(100):
    total = total + V(i, -i)
    if not total == V(total[0], total[1]):
        print("bad")
print(total)
