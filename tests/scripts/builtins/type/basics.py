"""type(): class creation, names, bases, mro errors, metaclasses."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

T = type("T", (), {"x": 1, "f": lambda self: self.x})
print(
    T.__name__, T().f(), T.__bases__, T.__mro__[-1], type(T), type(type), type(5), type(None), type(...),
    type(NotImplemented), type(len), type(lambda: 0), type(type.__call__).__name__
)
class A: a = 1
class B(A): b = 2
class C(A): a = 3
class D(B, C): pass
print(
    [k.__name__ for k in D.__mro__], D.a, D.b, D.mro() == list(D.__mro__), issubclass(D, A),
    A.__subclasses__() == [B, C], D.__base__, type.mro(D)[1].__name__
)
A.new = 7
print(D.new, D().new)
del A.new
print(hasattr(D, "new"))
D.__name__ = "Renamed"
D.__qualname__ = "Q.R"
print(D, D.__name__, D().__class__)
D.__doc__ = "docs"
print(D.__doc__, A.__doc__)
D.__bases__ = (C,)
print([k.__name__ for k in D.__mro__], D.a)
class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        c = super().__new__(m, name, bases, ns)
        c.kw = kw
        return c
    def __init__(c, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(c, *a):
        print("calling", c.__name__)
        return super().__call__(*a)
    def __repr__(c): return f"<meta {c.__name__}>"
    def __len__(c): return 42
    def __iter__(c): return iter("ab")
    def __getattr__(c, n): return f"meta-{n}"
    @property
    def prop(c): return "metaprop"
    @classmethod
    def __prepare__(m, name, bases, **kw): return {"prepared": name}
class M(metaclass=Meta, opt=5):
    def __init__(self, v=0): self.v = v
print(M, M.kw, len(M), list(M), M.zzz, M.prop, M(3).v, M.prepared, type(M) is Meta, isinstance(M, type))
class M2(M, extra=1): pass
print(M2, M2.kw, type(M2).__name__)
class W:
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
class X(W, tag="t"): pass
class Y(X): pass
print(X.tag, Y.tag, W.__dict__.get("tag"))
class Named:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class Z:
    attr = Named()
    other = Named()
print(
    int | str, type(int | None).__name__, isinstance(5, int | str), list[int], type(list[int]).__name__,
    dict[str, int].__args__
)
fails(type)
fails(type, "T", ())
fails(type, 1, (), {})
fails(type, "T", 5, {})
fails(type, "T", (5,), {})
fails(type, "T", (), 5)
fails(type, "T", (A, A), {})
fails(type, "T", (A, B), {})
fails(type, "T", (bool,), {})
fails(type, "T", (int, str), {})
fails(type, "T\0", (), {})
fails(lambda: type("E", (W,), {}, zzz=1))
class P(metaclass=type("M1", (type,), {})): pass
class Q(metaclass=type("M2", (type,), {})): pass
fails(type, "PQ", (P, Q), {})
fails(setattr, int, "x", 1)
fails(setattr, A, "__name__", 5)
fails(setattr, A, "__bases__", 5)
fails(setattr, A, "__bases__", ())
fails(delattr, A, "__name__")
fails(getattr, A, "nope")
fails(issubclass, 5, A)
fails(isinstance, 5, 5)
fails(isinstance, 5, (5,))
fails(lambda: A < B)
fails(lambda: A[int])
