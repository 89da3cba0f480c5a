# __slots__: layout, errors, inheritance
class P:
    __slots__ = ("x", "y")

    def __init__(self, x): self.x = x


p = P(1)
print(p.x, hasattr(p, "y"), hasattr(p, "__dict__"), P.__slots__, type(P.x).__name__, repr(P.x))
for f in (lambda: p.y, lambda: setattr(p, "z", 1), lambda: p.z, lambda: delattr(p, "y"), lambda: p.__dict__, lambda: P.x.__get__(5), lambda: P.x.__set__(5, 1), lambda: vars(p)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
p.y = 2
del p.x
print(hasattr(p, "x"), p.y, P.y.__get__(p), P.x.__get__(None, P) is P.x)


class Sub(P):
    pass


s = Sub(1)
s.z = 3
print(s.x, s.z, s.__dict__)


class Sub2(P):
    __slots__ = ["w"]


s2 = Sub2(1)
s2.w = 5
print(s2.w, s2.x, hasattr(s2, "__dict__"))


class One:
    __slots__ = "single"


One().single = 1


class WithDict:
    __slots__ = ("a", "__dict__")


w = WithDict()
w.a, w.b = 1, 2
print(w.__dict__, w.a)


class Private:
    __slots__ = ("__hidden", "__dunder__")
    def __init__(self): self.__hidden = 1
    def get(self): return self.__hidden


print(Private().get(), [n for n in dir(Private) if "hidden" in n])


class DocSlots:
    __slots__ = {"a": "doc of a", "b": None}


print(DocSlots.a.__doc__, DocSlots.b.__doc__, sorted(DocSlots.__slots__))
import weakref
for text in ("class X:\n __slots__ = ('a',)\n a = 1", "class X:\n __slots__ = (1,)", "class X:\n __slots__ = ('a b',)", "class X:\n __slots__ = 5", "class X(int):\n __slots__ = ('a',)", "class X(tuple):\n __slots__ = ('a',)",
             "class X(P, Sub2):\n pass", "class Q:\n __slots__ = ('q',)\nclass X(P, Q):\n pass", "class X:\n __slots__ = ('__dict__', '__dict__')", "class X(Sub):\n __slots__ = ('__dict__',)", "class X(int):\n __slots__ = ()\nX().a = 1",
             "weakref.ref(P(1))", "class X:\n __slots__ = ('__weakref__',)\nweakref.ref(X())\nprint('ok')", "class X:\n __slots__ = ('a', 'a')\nprint('dup ok')", "class X(P):\n __slots__ = ('x',)\nprint('redefine ok')", "class X:\n __slots__ = ()\nX().a = 1", "p.__class__ = One", "p.__class__ = Sub", "class P2:\n __slots__ = ('x', 'y')\np.__class__ = P2\nprint(type(p).__name__)"):
    try:
        exec(text)
    except Exception as e:
        print(repr(text), "->", type(e).__name__, e)
class Empty: __slots__ = ()
class M(Empty, P): __slots__ = ()
print(M(1).x, M.__mro__[1].__name__)
class GetAttr:
    __slots__ = ("v",)
    def __getattr__(self, n): return "ga " + n
print(GetAttr().v, GetAttr().q)
class Default:
    __slots__ = ("n",)
    def __init__(self, n=0): self.n = n
    def __add__(self, o): return Default(self.n + o.n)
    def __eq__(self, o): return self.n == o.n
    def __hash__(self): return hash(self.n)
print((Default(1) + Default(2)).n, Default(1) == Default(1), len({Default(1), Default(1)}))
