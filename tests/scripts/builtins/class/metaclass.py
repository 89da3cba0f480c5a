"""Metaclasses: __prepare__, __new__, __call__, conflicts, __init_subclass__, __instancecheck__, class decorators."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Tracing(type):
    @classmethod
    def __prepare__(m, name, bases, **k):
        print("prepare", name, [b.__name__ for b in bases], k)
        return Recorder()
    def __new__(m, name, bases, ns, **k):
        print("new", name, list(ns.order))
        return super().__new__(m, name, bases, dict(ns))
    def __init__(c, name, bases, ns, **k):
        print("init", name, k)
        super().__init__(name, bases, ns)
    def __call__(c, *a, **k):
        print("call", c.__name__, a, k)
        return super().__call__(*a, **k)
    def __setattr__(c, n, v):
        print("set", n, v)
        super().__setattr__(n, v)
    def __delattr__(c, n):
        print("del", n)
        super().__delattr__(n)
    def __contains__(c, x): return x == "in class"
    def __getitem__(c, i): return f"{c.__name__}[{i}]"
    def __add__(c, o): return f"{c.__name__}+{o.__name__}"
    def __bool__(c): return False
    def __dir__(c): return ["only", "these"]
class Recorder(dict):
    def __init__(self): self.order = []
    def __setitem__(self, k, v):
        if not k.startswith("__"): self.order.append(k)
        super().__setitem__(k, v)
class A(metaclass=Tracing, opt=1):
    b = 1
    a = 2
    def m(self): pass
    b = 3
    def __init__(self, v=0): self.v = v
class B(A, other=2): pass
print(A(5).v, B(v=6).v, type(B).__name__, "in class" in A, A[3], A + B, bool(A), dir(A))
A.attr = 1
del A.attr
class Singleton(type):
    made = {}
    def __call__(c, *a):
        return c.made.setdefault(c, None) or c.made.__setitem__(c, super().__call__(*a)) or c.made[c]
class S(metaclass=Singleton): pass
print(S() is S())
M1, M2 = type("M1", (type,), {}), type("M2", (type,), {})
M3 = type("M3", (M1, M2), {})
X, Y = M1("X", (), {}), M2("Y", (), {})
fails(lambda: type("Z", (X, Y), {}))
print(type(M3("Z", (X, Y), {})).__name__)
fails(lambda: type("Q", (5,), {}))
def fn_meta(name, bases, ns): return f"not a class: {name} {sorted(k for k in ns if k == 'z')}"
class F(metaclass=fn_meta): z = 1
print(F)
def bad():
    class K(metaclass=5): pass
fails(bad)
def bad2():
    class K(A, nope=1, metaclass=type): pass
    return type(K).__name__
print(bad2())
def bad3():
    class K(unknown=1): pass
fails(bad3)
def bad4():
    class P(type):
        @classmethod
        def __prepare__(m, *a): return 5
    class K(metaclass=P): pass
fails(bad4)
class Reg:
    all = []
    def __init_subclass__(cls, /, key=None, **k):
        super().__init_subclass__(**k)
        cls.key = key
        Reg.all.append(cls.__name__)
class R1(Reg, key="k"): pass
class R2(R1): pass
print(Reg.all, R1.key, R2.key)
def deco(tag): return lambda c: setattr(c, "tag", tag) or c
@deco("outer")
@deco("inner")
class Dc: pass
print(Dc.tag)
class Ent:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (int,)
class FromEnt(Ent()): pass
print(FromEnt.__mro__[1].__name__, FromEnt.__orig_bases__ is not None, FromEnt(5) + 1)
