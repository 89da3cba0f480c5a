"""Binding of arguments: many signatures against many calls, results and errors."""
import itertools

MARK = object()


def f1(a, b=2): return a, b
def f2(a, /, b, *, c): return a, b, c
def f3(a, b=1, /, c=2, *, d=3, e): return a, b, c, d, e
def f4(*, x=1, y=2, z=3): return x, y, z
def f5(a, b=[], *args, k="k", **kw): return a, b, args, k, sorted(kw.items())
def f6(a, b, c, d=4, e=5): return a, b, c, d, e
def f7(a, *rest): return a, rest
def f8(**kw): return sorted(kw.items())
def f9(): return "none"
lam = lambda x, y=7, *, z=8: (x, y, z)


class C:
    def m(self, a, b=2, *, c=3):
        return a, b, c

    @classmethod
    def cm(cls, a=1, *, b=2):
        return cls.__name__, a, b

    @staticmethod
    def sm(a, b=2):
        return a, b

    def __init__(self, p=0, *, q=1):
        self.pq = p, q


functions = [f1, f2, f3, f4, f5, f6, f7, f8, f9, lam, C().m, C.cm, C.sm, lambda *a, **k: C(*a, **k).pq]
names = ["a", "b", "c", "d", "e", "x", "k"]
for f in functions:
    seen = {}
    for n in range(5):
        for k in range(4):
            for kws in itertools.permutations(names, k):
                args = tuple(range(10, 10 + n))
                kw = {name: i for i, name in enumerate(kws)}
                try:
                    r = f(*args, **kw)
                except TypeError as e:
                    r = str(e)
                seen[r if isinstance(r, str) else repr(r)] = seen.get(repr(r), 0) + 1
    print(getattr(f, "__qualname__", f), len(seen), sum(hash(s) * 0 + len(s) for s in seen))


def calls():
    i = 5
    yield lambda: f1(i, b=3)
    yield lambda: f1(b=3, a=i)
    yield lambda: f1(a=i)
    yield lambda: f1(b=i)
    yield lambda: f1(i, a=3)
    yield lambda: f1(i, c=3)
    yield lambda: f1(i, i, i)
    yield lambda: f1(i, i, b=i)
    yield lambda: f2(i, i, c=1)
    yield lambda: f2(i, c=1, b=i)
    yield lambda: f2(a=i, b=i, c=i)
    yield lambda: f2(i, i)
    yield lambda: f3(i, e=9)
    yield lambda: f3(i, i, i, e=9, d=8)
    yield lambda: f3(i, e=9, c=7)
    yield lambda: f3(i, b=9, e=1)
    yield lambda: f3(e=1)
    yield lambda: f4()
    yield lambda: f4(z=0)
    yield lambda: f4(y=0, x=9)
    yield lambda: f4(w=0)
    yield lambda: f4(1)
    yield lambda: f6(e=1, d=2, c=3, b=4, a=5)
    yield lambda: f6(1, c=3, b=4)
    yield lambda: f6(1, e=3, b=4)
    yield lambda: f6(1, 2, d=3, c=4)
    yield lambda: f6(1, 2, 3, 4, 5, 6)
    yield lambda: lam(z=1, x=2)
    yield lambda: lam(z=1, y=2)
    yield lambda: C().m(1, c=i)
    yield lambda: C().m(b=1, a=i)
    yield lambda: C().m(self=1, a=i)
    yield lambda: C(q=i).pq
    yield lambda: C(i, p=i).pq
    yield lambda: C.cm(b=3)
    yield lambda: C.sm(b=3, a=i)
    yield lambda: f5(1, 2, 3, k=4, z=5, a0=6)
    yield lambda: f5(k=4, b=5, a=6)


for round in range(3):
    # Several times: what a site remembers must not change what it does.
    for n, c in enumerate(calls()):
        try:
            r = c()
        except TypeError as e:
            r = str(e)
        if round == 2:
            print(n, r)
f4.__kwdefaults__ = {"x": "new", "y": "newer"}
try:
    print(f4())
except TypeError as e:
    print(e)
f4.__kwdefaults__["z"] = "last"
print(f4(), f4(x=1))
f1.__defaults__ = ("changed",)
print(f1(1), f1(a=2))
f1.__defaults__ = None
try:
    print(f1(1))
except TypeError as e:
    print(e)
keep = []
f6.__defaults__ = (keep, keep)
r = f6(c=1, b=2, a=3)
print(r[3] is keep, r)
