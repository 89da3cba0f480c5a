"""Default values, annotations, lambdas, positional-only and keyword-only parameters at work."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def acc(x, box=[]):
    box.append(x)
    return box
print(acc(1), acc(2), acc(3, []), acc(4), acc.__defaults__)
order = []
def note(v):
    order.append(v)
    return v
def f(a=note("a"), *, b=note("b"), c: note("ann") = note("c")) -> note("ret"): return a, b, c
print(order, f(), f.__annotations__, order, f.__kwdefaults__)
def pos(a, b=2, /, c=3, *d, e, f=6, **g): return a, b, c, d, e, f, g
print(pos(1, e=5), pos(1, 2, 3, 4, e=5, z=9), pos(1, e=5, a=7, b=8), pos(*[1, 2], **{"c": 3, "e": 4}))
def kw(*, k=None, **rest): return k, rest
print(
    kw(), kw(k=1, a=2), kw(**{"k": 3, "not an identifier": 4}), (lambda *, x=1: x)(x=5),
    (lambda a, /, b: a - b)(5, b=2)
)
def outer(n=5):
    def inner(m=n): return m, n
    n += 1
    return inner()
print(outer(), outer(1))
fs = {name: (lambda n=name: n * 2) for name in "ab"}
print({k: v() for k, v in fs.items()})
f.__defaults__, f.__kwdefaults__ = ("new",), {"b": 1, "c": 2}
print(f())
f.__kwdefaults__ = None
for call in (
    "f()", "pos()", "pos(1)", "pos(e=1)", "kw(1)", "f(1, 2)", "pos(1, 2, 3, e=1, c=2)", "(lambda a, /: a)(a=1)",
    "(lambda *, k: k)()", "(lambda a, b, c: 0)(1)", "(lambda a, b: 0)()", "kw(k=1, **{'k': 2})"
):
    try:
        print(eval(call))
    except TypeError as e:
        print(call, "->", e)
print(
    (lambda x, y=lambda: 5: x + y())(1), (lambda: (yield))().__class__.__name__,
    [*map(lambda *a: len(a), "ab", "cd")], max([(1, "a"), (1, "b")], key=lambda t: t[1])
)
