"""Annotations: lazily evaluated, on modules, classes and functions; __annotate__; forward references."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

x: int = 5
y: "text"
later: Undefined_class
def f(a: int, b: Missing = 1, *c: str, **d: "quoted") -> list[int]: pass
class A:
    p: int
    q: str = "v"
    r: Nowhere
    def m(self: "A") -> None: pass
class B(A):
    s: float
print(A.q, hasattr(A, "p"), f.__name__)
fails(lambda: f.__annotations__)
fails(lambda: A.__annotations__)
fails(lambda: __annotations__)
Missing, Nowhere, Undefined_class = bytes, set, dict
print(f.__annotations__, A.__annotations__, B.__annotations__, A.m.__annotations__)
import annotationlib, sys
print(
    annotationlib.get_annotations(f, format=annotationlib.Format.STRING), callable(f.__annotate__),
    f.__annotate__(1) == f.__annotations__
)
def g(a: NotThere, b: int): pass
print(annotationlib.get_annotations(g, format=annotationlib.Format.STRING))
fails(g.__annotate__, 1)
f.__annotations__["new"] = 5
print(f.__annotations__["new"])
f.__annotations__ = {"replaced": int}
print(f.__annotations__)
del A.__annotations__
print(A.__annotations__, (lambda v: v).__annotations__)
fails(setattr, f, "__annotations__", 5)
def local():
    v: int = 1
    w: NeverEvaluated
    return sorted(locals())
print(local())
d, o = {}, type("O", (), {})()
d["k"]: int = 3
o.attr: NotEvaluated2 = 4
(paren): int = 6
print(d, o.attr, paren)
class C:
    if True:
        cond: int
    for _ in range(2):
        looped: str
print(sorted(C.__annotations__))
