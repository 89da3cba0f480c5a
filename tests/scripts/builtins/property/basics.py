"""property: getters, setters, deleters, documentation, inheritance, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class T:
    def __init__(self): self._c = 0
    @property
    def c(self):
        "celsius"
        return self._c
    @c.setter
    def c(self, v):
        if v < -273: raise ValueError("too cold")
        self._c = v
    @c.deleter
    def c(self):
        print("deleted")
        self._c = None
    ro = property(lambda self: "read only")
    wo = property(fset=lambda self, v: print("set to", v))
    @property
    def calc(self): return self.c * 2
class U(T):
    @T.c.getter
    def c(self): return "U:" + str(self._c)
    @property
    def calc(self): return ("super", super().calc)
t, u = T(), U()
t.c = 5
print(
    t.c, t.calc, T.c.__doc__, T.c.fget.__name__, T.c.fset is not None, T.ro.fset, type(T.c).__name__, T.c.__name__
)
del t.c
print(t.c, t.ro)
t.wo = 9
u.c = 7
print(u.c, u.calc)
t.__dict__["c"] = "shadow"
print(t.c, T.c.__get__(t), T.c.__get__(None, T) is T.c)
p = property(doc="only doc")
print(p.__doc__, p.fget, p.fset, p.fdel, property(lambda s: 1, None, None, "d").__doc__)
class V(T):
    c = 5
print(V.c, V().c)
T.late = property(lambda self: "late")
print(t.late)
class D:
    def __get__(self, o, k=None): return ("get", o is None, k.__name__)
    def __set__(self, o, v): o.__dict__["d"] = ("stored", v)
    def __delete__(self, o): print("descr delete")
class ND:
    def __get__(self, o, k=None): return "non-data"
class X:
    d = D()
    n = ND()
x = X()
x.d = 4
print(x.d, x.__dict__, X.d, x.n)
x.n = "own"
print(x.n)
del x.d
del x.n
print(x.n)
fails(setattr, t, "ro", 1)
fails(delattr, t, "ro")
fails(getattr, t, "wo")
fails(setattr, t, "c", -300)
fails(setattr, t, "calc", 1)
fails(delattr, u, "calc")
fails(setattr, p, "fget", 1)
fails(property, 1, 2, 3, 4, 5)
fails(property, nope=1)
fails(p.__get__, 5)
fails(p.__set__, 5, 5)
fails(p.__get__)
class W:
    def __getattr__(self, n): return f"fallback {n}"
    @property
    def p(self): raise AttributeError("hidden")
print(W().p, isinstance(T.__dict__["c"], property), hasattr(t, "wo"))
class G:
    @property
    def a(self): return self.b
fails(getattr, G(), "a")
fails(getattr, T, "zz")
