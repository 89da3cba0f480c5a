"""vars, dir, locals, globals, type, id on modules, classes, instances and functions."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

import math, types
class A:
    "doc"
    x = 1
    def m(self): return 0
class B(A):
    y = 2
    def __init__(self): self.z = 3
b = B()
b.w = 4
print(
    vars(b), sorted(k for k in vars(B) if not k.startswith("__")), [n for n in dir(b) if not n.startswith("__")],
    [n for n in dir(B) if not n.startswith("__")], "pi" in vars(math), "sqrt" in dir(math), "__name__" in vars(math)
)
def f(p, q=2):
    r = 3
    return sorted(locals()), vars() == locals(), sorted(dir())
print(f(1), "f" in globals(), "A" in dir(), vars() is globals(), globals()["__name__"], "__builtins__" in globals())
class D:
    def __dir__(self): return ["b", "a", "c"]
class BadDir:
    def __dir__(self): return 5
class Slot:
    __slots__ = ("s",)
print(
    dir(D()), sorted(set(dir(5)) - set(dir(object)))[:6], "append" in dir([]), "__add__" in dir(1),
    [n for n in dir(None) if n == "__bool__"], dir(Slot())[-1], dir(f) == sorted(dir(f)), "__code__" in dir(f),
    "__doc__" in dir(A)
)
vars(b)["added"] = 5
globals()["via_globals"] = 6
print(
    b.added, via_globals, type(vars(B)).__name__, B.__dict__["y"], type(b).__name__, type(type(b)).__name__,
    type(f).__name__, b.__class__.__base__.__name__
)
m = types.ModuleType("m")
m.a = 1
print(sorted(n for n in dir(m) if not n.startswith("__")), vars(m)["a"])
m.__dir__ = lambda: ["custom"]
print(dir(m))
fails(vars, 5)
fails(vars, Slot())
fails(vars, 1, 2)
fails(dir, 1, 2)
fails(dir, BadDir())
fails(locals, 1)
fails(globals, 1)
fails(lambda: vars(B).__setitem__("q", 1))
fails(type)
fails(id, 1, 2)
fails(lambda: m.nope)
m.__getattr__ = lambda name: f"module getattr {name}"
print(m.anything)
