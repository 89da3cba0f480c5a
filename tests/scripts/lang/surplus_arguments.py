# Every kind of signature with every kind of call: values or the error.
import itertools

SIGNATURES = [
    "*a", "**k", "*a, **k", "x, *a", "x, /, *a, **k", "x, y=2, *a", "x, y=2, *a, z", "x, *a, z=3, **k",
    "*, z, **k", "x=1, *, z=3", "x, /, y, **k", "x, y=2, /, *a, z, w=4, **k", "*a, z=3", "x, **k",
]
CALLS = [
    "", "1", "1, 2", "1, 2, 3, 4", "x=1", "y=5", "z=7", "1, z=7", "1, 2, z=7, w=8", "1, x=2", "1, 2, y=3", "z=7, x=1, q=9",
    "*s", "*s, **d", "1, *s, z=0", "**d", "1, **d", "*l, **e", "*g(), z=1", "**{'x': 1, 'y': 2, 'z': 3, 'n' + str(1): 4}", "*s, *s, **e, **d",
]
s, l, d, e = (1, 2, 3), [4, 5], {"x": "dx", "q": "dq"}, {}


def g():
    yield from "ab"


class C:
    pass


for signature in SIGNATURES:
    names = [n.strip(" */").split("=")[0] for n in signature.split(",") if n.strip(" */")]
    scope = {"s": s, "l": l, "d": d, "e": e, "g": g, "C": C}
    exec(f"def f({signature}): return [{', '.join(names)}]\n"
         f"def m(self, {signature}): return [{', '.join(names)}]\n"
         f"C.m = m\no = C()\nb = o.m", scope)
    for call in CALLS:
        shown = []
        for way in "f", "o.m", "b":
            try:
                shown.append(repr(eval(f"{way}({call})", scope)))
            except TypeError as error:
                shown.append(str(error))
        first = shown[0]
        rest = ["same" if x == first else x for x in shown[1:]]
        print(f"f({signature})({call}): {first} | {rest[0]} | {rest[1]}")

print(s, l, d, e)


# What is given is not what is received.
def f(*a, **k):
    k["new"] = 1
    return a is s, k is d, "new" in d


print(f(*s, **d), f(*l), f(**d))


# Mappings and iterables of other kinds.
class M:
    def __init__(self, **k):
        self.k = k

    def keys(self):
        return list(self.k)

    def __getitem__(self, key):
        return self.k[key] * 2


class D(dict):
    def __getitem__(self, key):
        return "never asked"


class Changes:
    """Changes a dict while the call takes its arguments."""

    def __init__(self, d):
        self.d = d

    def __iter__(self):
        self.d["late"] = 1
        return iter("z")


def show(*a, **k):
    return a, k


print(show(**M(a=1, b=2)), show(**D(a=1)), show(*"xy", **M(c=3)))
early = {"a": 1}
print(show(*Changes(early), **early), early)
for bad in "*1", "**1", "**[1]", "**{1: 2}", "*1, **2", "**None", "*None", "a=1, **{'a': 2}", "**{'a': 1}, **{'a': 2}":
    for callee in "show", "C().m", "max", "print", "dict":
        try:
            eval(f"{callee}({bad})")
        except TypeError as error:
            print(callee, bad, "->", error)


# Deep recursion through surplus arguments.
def deep(*a, n=0, **k):
    if n == 300:
        return len(a), len(k)
    return deep(*a, 1, n=n + 1, **k)


print(deep(1, 2, b=1))


def endless(*a, **k):
    return endless(*a, **k)


try:
    endless(1, x=2)
except RecursionError as error:
    print(error)


# Classes and native functions.
class P:
    def __init__(self, *a, **k):
        self.a, self.k = a, k


class Q(P):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)


q = Q(1, *l, **d)
print(q.a, q.k, max(*s), sorted(*[[3, 1]], **{"reverse": True}), "{} {x}".format(*"a", **d), dict(**d, **{"m": 1}))
print(list(map(q.__init__, *[[1], [2]])), q.a)
