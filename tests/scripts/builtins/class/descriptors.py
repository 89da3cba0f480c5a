"""Descriptors: data and non-data, lookup order, __set_name__, class access, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Data:
    def __set_name__(self, owner, name):
        self.name = name
        log.append((owner.__name__, name))
    def __get__(self, o, t=None): return self if o is None else ("data", o.__dict__.get(self.name))
    def __set__(self, o, v):
        if v == "bad": raise ValueError(f"{self.name} is bad")
        o.__dict__[self.name] = v
    def __delete__(self, o):
        log.append(("delete", self.name))
        o.__dict__.pop(self.name, None)
class NonData:
    def __get__(self, o, t=None): return ("nondata", o is None, t.__name__)
class SetOnly:
    def __set__(self, o, v): o.__dict__["s"] = ("via set", v)
log = []
class A:
    d, e = Data(), Data()
    n = NonData()
    s = SetOnly()
    plain = 1
a = A()
print(log, a.d, a.n, A.n, A.d.name, a.s is A.__dict__["s"])
a.d = 5
a.n = "own"
a.s = 7
print(a.d, a.n, a.s, sorted(a.__dict__))
del a.d
del a.n
print(a.d, a.n, log[-1])
fails(setattr, a, "d", "bad")
a.__dict__["d"] = "direct"
print(a.d)
class B(A): d = "replaced"
print(B.d, B().d)
A.late = Data()
fails(lambda: a.late)
class GetRaises:
    def __get__(self, o, t): raise AttributeError("from get")
class F:
    g = GetRaises()
    def __getattr__(self, n): return f"fallback {n}"
print(F().g, getattr(F, "g", "dflt"), hasattr(A, "d"))
fails(lambda: F.g)
class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t):
        v = o.__dict__[self.n] = self.f(o)
        return v
class L:
    @Lazy
    def heavy(self):
        log.append("computed")
        return 42
l = L()
print(l.heavy, l.heavy, log.count("computed"))
class BadName:
    def __set_name__(self, o, n): raise RuntimeError("set_name")
try: type("X", (), {"b": BadName()})
except RuntimeError as e: print(e, getattr(e, "__notes__", None))
class Meta(type):
    m = Data()
    def __getattr__(c, n): return f"meta {n}"
class M(metaclass=Meta): pass
print(M.m, M.zzz)
fails(lambda: M().zzz)
class Typed:
    def __init__(self, t): self.t = t
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, o, t): return self if o is None else getattr(o, self.n)
    def __set__(self, o, v):
        if not isinstance(v, self.t): raise TypeError(f"expected {self.t.__name__}, got {type(v).__name__}")
        setattr(o, self.n, v)
class Pt:
    x = Typed(int)
    def __init__(self, x): self.x = x
print(Pt(3).x)
fails(Pt, "a")
fails(lambda: Data().__get__())
f = A.__dict__["n"].__get__
print(
    f(None, int), (lambda s: s).__get__(5)(), str.upper.__get__("abc")(),
    len.__get__ if hasattr(len, "__get__") else "builtin has no get"
)
