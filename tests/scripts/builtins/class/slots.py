"""__slots__: inheritance, descriptors, defaults, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class A:
    __slots__ = ("x", "y")
    def __init__(self, x): self.x = x
class B(A): __slots__ = ("z",)
class C(A): pass
class D: __slots__ = ("__dict__", "s")
class W: __slots__ = ["__weakref__", "q"]
class P: __slots__ = {"doc": "the doc", "other": None}
a, b, c, d = A(1), B(2), C(3), D()
b.z = 5
c.new = 6
d.s = 1
d.t = 2
print(
    a.x, b.x, b.z, c.new, c.__dict__, d.__dict__, d.s, A.x.__get__(a), type(A.x).__name__, A.x.__name__,
    A.x.__objclass__ is A, P.doc.__doc__, B.__slots__, hasattr(a, "__dict__"), hasattr(c, "__dict__"),
    hasattr(a, "y"), repr(A.x)
)
A.x.__set__(a, 9)
print(a.x)
del a.x
fails(lambda: a.x)
fails(delattr, a, "x")
fails(setattr, a, "nope", 1)
fails(lambda: a.__dict__)
fails(vars, a)
fails(setattr, b, "w", 1)
fails(lambda: A.x.__get__(5))
fails(A.x.__set__, 5, 1)
fails(setattr, a, "__class__", B)
fails(lambda: type("Z", (), {"__slots__": ("a",), "a": 1}))
fails(lambda: type("Z", (), {"__slots__": ("1a",)}))
fails(lambda: type("Z", (), {"__slots__": (5,)}))
fails(lambda: type("Z", (), {"__slots__": 5}))
fails(lambda: type("Z", (A, type("Y", (), {"__slots__": ("k",)})), {}))
fails(lambda: type("Z", (), {"__slots__": ("__dict__", "__dict__")}))
fails(lambda: type("Z", (int,), {"__slots__": ("a",)})())
fails(lambda: type("Z", (tuple,), {"__slots__": ("a",)}))
print(type("S", (), {"__slots__": "single"}).single.__name__, type("E", (A,), {"__slots__": ()})(4).x)
class Mangled:
    __slots__ = ("__private",)
    def __init__(self): self.__private = 1
print(Mangled()._Mangled__private, Mangled.__slots__)
class_same = type("Same", (), {"__slots__": ("x", "y")})
fails(setattr, A(1), "__class__", class_same)
x = A(1)
x.__class__ = type("A2", (A,), {"__slots__": ()})
print(type(x).__name__, x.x)
import copy
print(copy.copy(A(7)).x, copy.deepcopy(b).z)
