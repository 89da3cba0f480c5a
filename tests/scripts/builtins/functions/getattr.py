"""getattr, setattr, delattr, hasattr with hooks and dynamic names."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class A:
    cls = "class value"
    def __init__(self): self.x = 1
    def __getattr__(self, n):
        if n.startswith("dyn_"): return n[4:]
        raise AttributeError(f"custom: {n}")
class B:
    def __getattribute__(self, n):
        print("getattribute", n)
        return object.__getattribute__(self, n)
    def __setattr__(self, n, v):
        print("setattr", n, v)
        object.__setattr__(self, n, v)
    def __delattr__(self, n):
        print("delattr", n)
        object.__delattr__(self, n)
class P:
    @property
    def broken(self): raise AttributeError("inside property")
    @property
    def worse(self): raise ValueError("not attribute error")
a, b = A(), B()
print(
    getattr(a, "x"), getattr(a, "dyn_q"), getattr(a, "zz", "default"), hasattr(a, "cls"), hasattr(a, "nope"),
    getattr(A, "cls"), a.dyn_hello
)
b.y = 5
print(b.y)
setattr(b, "z", 6)
del b.y
print(hasattr(b, "y"), b.__dict__)
a.cls = "own"
print(a.cls, A.cls)
del a.cls
print(a.cls)
setattr(A, "late", lambda self: "late")
print(a.late())
setattr(a, "not an identifier", 7)
print(getattr(a, "not an identifier"), vars(a))
setattr(a, "é", 1)
print(a.é)
print(hasattr(P(), "broken"), getattr(P(), "broken", "dflt"))
fails(getattr, P(), "broken")
fails(hasattr, P(), "worse")
fails(getattr, P(), "worse", 1)
fails(getattr, a, "nope")
fails(getattr, b, "nope")
fails(getattr, a)
fails(getattr, a, 5)
fails(getattr, a, 5, 6)
fails(setattr, a, "x")
fails(setattr, a, 5, 5)
fails(delattr, a, "nope")
fails(delattr, b, "nope")
fails(hasattr, a, 5)
fails(hasattr, a)
fails(getattr, 5, "x")
fails(getattr, None, "x")
fails(getattr, [], "x")
fails(getattr, int, "x")
fails(getattr, len, "x")
fails(getattr, __import__("math"), "nope")
fails(setattr, None, "x", 1)
fails(setattr, 5, "x", 1)
fails(setattr, [], "append", 1)
fails(delattr, [], "append")
fails(delattr, 5, "real")
fails(setattr, int, "x", 1)
fails(delattr, A, "nope")
fails(setattr, P(), "broken", 1)
fails(delattr, P(), "broken")
