# match: mapping and class patterns, __match_args__, errors
def m(x):
    match x:
        case {"type": "point", "x": x, "y": y}:
            return f"point {x} {y}"
        case {"k": {"deep": [a, *_]}}:
            return f"deep {a}"
        case {1: one, **rest}:
            return f"one={one} rest={rest}"
        case {"n": None}:
            return "none value"
        case {"only": _}:
            return "key present"
        case {}:
            return "some mapping"
    return "no"


for v in ({"type": "point", "x": 1, "y": 2, "z": 3}, {"k": {"deep": [9, 8]}}, {1: 2, 3: 4, "a": 5}, {1: 0}, {"n": None}, {"n": 1}, {"only": 0}, {}, [], "s"):
    print(v, "->", m(v))


class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y


class Plain:
    def __init__(self, **k): self.__dict__.update(k)


class Sub(Point): pass


def c(o):
    match o:
        case Point(0, 0):
            return "origin"
        case Point(x, 0) | Point(0, x):
            return f"axis {x}"
        case Sub(x=a, y=b):
            return f"sub {a} {b}"
        case Point(x, y=yy) if x == yy:
            return f"diagonal {x}"
        case Point():
            return "point"
        case Plain(a=1, b=b):
            return f"plain {b}"
        case int(n):
            return f"int {n}"
        case str() as s:
            return f"str {s}"
        case list([a, b]):
            return f"pair {a} {b}"
        case dict(d):
            return f"dict {d}"
        case float() | complex():
            return "number"
        case bytes(b) | bytearray(b):
            return f"bytes {b}"
        case tuple((1, *r)):
            return f"tuple {r}"
        case bool():
            return "never"
    return "none"


for o in (Point(0, 0), Point(3, 0), Point(0, 4), Sub(5, 6), Point(7, 7), Point(1, 2), Plain(a=1, b=2), Plain(a=1), Plain(), 5, True, "s", [1, 2], [1], {"z": 1}, 1.5, 2j, b"x", bytearray(b"y"), (1, 2), (2,), None, {1}):
    print(type(o).__name__, "->", c(o))


class NoArgs: pass
class BadArgs: __match_args__ = ["x"]
class NonStr: __match_args__ = (1,)
class Twice: __match_args__ = ("a",); a = 1
class Err:
    __match_args__ = ("boom",)
    @property
    def boom(self): raise ValueError("boom")
class Missing: __match_args__ = ("absent",)


def e1():
    match NoArgs():
        case NoArgs(1): pass
def e2():
    match BadArgs():
        case BadArgs(1): pass
def e3():
    match NonStr():
        case NonStr(1): pass
def e4():
    match Twice():
        case Twice(1, a=1): pass
def e5():
    match Point(1, 2):
        case Point(1, 2, 3): pass
def e6():
    match 5:
        case int(1, 2): pass
def e7():
    notclass = 5
    match 5:
        case notclass(): pass
def e8():
    match Err():
        case Err(1): pass
def e9():
    match Missing():
        case Missing(1): return "no"
        case _: return "attribute missing is no match"
def e10():
    k = {"a": 1}
    class K: a = "a"
    match k:
        case {K.a: 1, "a": 2}: pass
def e11():
    match 1:
        case undefined.x: pass


for f in (e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


class Meta(type):
    def __instancecheck__(cls, o): return o == "magic"
class Magic(metaclass=Meta): pass
match "magic":
    case Magic(): print("isinstance hook")
from collections import defaultdict, OrderedDict, UserDict
d = defaultdict(list)
match d:
    case {"x": v}: print("no")
    case {**r}: print("defaultdict untouched", dict(d), r)
match UserDict(a=1):
    case {"a": v}: print("UserDict", v)
from dataclasses import dataclass
@dataclass
class D:
    a: int
    b: int = 2
match D(1):
    case D(a, b): print("dataclass", a, b, D.__match_args__)
match {"a": 1, "b": 2}:
    case {"a": int() as i, "b": str()}: print("no")
    case {"a": (1 | 2) as i, **kw}: print(i, kw)
match {None: 0, True: 1, -1: 2, "s" "t": 3}:
    case {None: n, True: t, -1: m, "st": s}: print(n, t, m, s)
