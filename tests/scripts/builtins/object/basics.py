"""object: default behaviour of a plain instance and of classes with few methods."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

o = object()
print(
    type(o), isinstance(o, object), o == o, o == object(), o != o, bool(o), hash(o) == hash(o), object.__mro__,
    object.__bases__, o.__class__ is object
)
class A: pass
a = A()
a.x = 1
a.y = [2]
print(
    a.__dict__, vars(a), hasattr(a, "x"), hasattr(a, "z"), getattr(a, "z", "dflt"), A.__name__, A.__module__,
    A.__qualname__, A.__bases__, A.__dict__["__module__"]
)
del a.x
setattr(a, "w", 3)
delattr(a, "y")
a.__dict__["q"] = 4
print(a.__dict__, a.q)
a.__dict__ = {"fresh": 1}
print(a.fresh, vars(a))
a.__class__ = type("B", (), {"hi": lambda self: "hi"})
print(a.hi(), type(a).__name__)
class Eq:
    def __eq__(self, o): return True
class Ne:
    def __ne__(self, o): return "ne"
class Rep:
    def __repr__(self): return "R"
print(
    Eq() == 5, Eq() != 5, Eq.__hash__, Ne() != 1, Ne() == 1, str(Rep()), f"{Rep()}", [Rep()], object.__eq__(o, 5),
    object.__ne__(o, o), o.__eq__(o), object.__repr__(5)[:12], object.__str__("x"), format(Rep()),
    o.__sizeof__() > 0
)
class S:
    __slots__ = ("p", "q")
s = S()
s.p = 1
print(s.p, S.__slots__, hasattr(s, "q"), hasattr(s, "__dict__"), type(S.p).__name__)
print(
    [n for n in dir(object()) if n in ("__init__", "__new__", "__eq__", "__reduce__", "__dict__")], "w" in dir(A()),
    sorted(set(dir(A)) - set(dir(object)))
)
fails(object, 1)
fails(A, 1)
fails(A, x=1)
fails(setattr, o, "x", 1)
fails(getattr, o, "x")
fails(delattr, o, "x")
fails(getattr, A(), "nope")
fails(delattr, A(), "nope")
fails(getattr, A, "nope")
fails(getattr, s, "q")
fails(setattr, s, "z", 1)
fails(delattr, s, "q")
fails(hash, Eq())
fails(lambda: o < o)
fails(lambda: A() + A())
fails(lambda: A()[0])
fails(lambda: A()())
fails(lambda: len(A()))
fails(lambda: iter(A()))
fails(lambda: -A())
fails(lambda: 1 in A())
fails(format, Rep(), "x")
fails(vars, o)
fails(setattr, A(), "__class__", 5)
fails(setattr, A(), "__class__", S)
fails(setattr, A(), "__dict__", 5)
fails(setattr, A(), 5, 5)
fails(getattr, A(), 5)
fails(object.__new__)
fails(object.__new__, 5)
fails(object.__new__, int)
fails(object.__init__)
class N:
    def __new__(cls, *a): return object.__new__(cls, *a)
fails(N, 1)
class I:
    def __init__(self): return 5
fails(I)
