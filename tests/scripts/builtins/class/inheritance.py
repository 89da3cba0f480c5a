"""Method resolution, mixins, diamonds, overriding, isinstance, attributes along the chain."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class A:
    name = "A"
    def who(self): return f"A.who of {type(self).__name__}"
    def call(self): return self.who()
class B(A):
    name = "B"
    def who(self): return "B>" + super().who()
class C(A):
    def who(self): return "C>" + super().who()
class D(B, C):
    pass
class E(C, B):
    def who(self): return "E>" + super().who()
print(
    D().who(), E().who(), D().call(), A().call(), D.name, E.name, [k.__name__ for k in D.__mro__],
    [k.__name__ for k in E.__mro__]
)
class Mix:
    def describe(self): return f"{self.label()}!"
class Impl(Mix, A):
    def label(self): return "label " + self.name
print(
    Impl().describe(), isinstance(Impl(), (Mix, A)), issubclass(D, (C, int)), D.__bases__[0].__name__,
    B.__subclasses__()[0].__name__, A.who is D.who, D.who is B.who
)
fails(lambda: type("X", (A, B), {}))
fails(lambda: type("Y", (D, E), {}))
fails(lambda: Mix().describe())
class L(list):
    def __init__(self, *a):
        super().__init__(a)
        self.extra = len(a)
    def __getitem__(self, i): return f"item {super().__getitem__(i)}"
    def __len__(self): return 99
l = L(1, 2)
print(l, l[0], len(l), l.extra, l + [3], list(l), l == [1, 2], bool(L()), [x for x in l])
class I(int):
    def __add__(self, o): return I(int(self) + o)
    def __repr__(self): return f"I({int(self)})"
print(
    I(5) + 1, I(5) - 1, I(3) * 2, {I(2): "k"}[2], I("12"), [10, 20, 30][I(1)], sum([I(1), I(2)]), I(7) // 2, -I(3),
    I(2) == 2, hash(I(9)) == hash(9)
)
class S(str):
    def shout(self): return S(self.upper() + "!")
print(
    S("hi").shout().shout(), type(S("a") + "b").__name__, S("k") in {"k": 1}, "-".join([S("a"), "b"]),
    S("a,b").split(",")
)
class F(float): pass
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    first = property(lambda self: self[0])
class Dd(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
d = Dd(a=1)
d["b"] = 2
d.update(c=3)
print(F(1.5) + 1, T(1, 2).first, T(1, 2) == (1, 2), d, d.setdefault("e", 1), d["b"])
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return isinstance(o, P) and self.x == o.x
    def __hash__(self): return hash(self.x)
    def __lt__(self, o): return self.x < o.x
class Q(P): pass
print(P(1) == Q(1), len({P(1), Q(1), P(2)}), sorted([P(3), Q(1)])[0].x, max(P(1), P(5)).x)
class Abstract:
    def run(self): raise NotImplementedError("subclass must")
    def __init_subclass__(cls): subs.append(cls.__name__)
subs = []
class Conc(Abstract):
    def run(self): return super().run()
fails(Conc().run)
print(subs)
