"""Function calls: binding of every kind of parameter and the messages of wrong calls."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def f(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
def p(a, b, /, c, *, d): return a, b, c, d
def none(): return "none"
def two(x, y): return x, y
def kwonly(*, k, l=1): return k, l
def pos(a, /, **kw): return a, kw
print(
    f(1, c=3), f(1, 5, 6, 7, c=8, e=9), f(*[1, 2], *[3], c=0, **{"z": 1}, **{"y": 2}), f(c=1, a=2), p(1, 2, 3, d=4),
    p(1, 2, c=3, d=4), pos(1, a=2), kwonly(k=1)
)
print(two(*"ab"), two(**{"y": 1, "x": 2}), two(1, *[2]), two(y=1, *[2]), none(*(), **{}))
print((lambda *a, **k: (a, k))(1, *range(2), x=1), (lambda x=5: x)(), (lambda: None)())
def default(a, l=[]):
    l.append(a)
    return l
print(default(1), default(2), default.__defaults__, f.__kwdefaults__, f.__defaults__)
for call in ("f()", "f(1)", "f(1, c=1, a=2)", "f(1, c=1, **{'c': 2})", "p(1, 2)", "p(1, 2, 3)", "p(1, 2, 3, 4)", "p(1, b=2, c=3, d=4)", "p(a=1, b=2, c=3, d=4)", "p(1, 2, 3, d=4, e=5)",
             "none(1)", "none(1, 2)", "none(x=1)", "two()", "two(1)", "two(1, 2, 3)", "two(1, 2, x=3)", "two(1, z=3)", "two(1, 2, z=3)", "kwonly()", "kwonly(1)", "kwonly(1, k=2)", "kwonly(k=1, m=2)", "pos()", "two(*5)", "two(**5)",
             "two(**{1: 2})", "two(1, **{'y': 2, 'x': 3})", "two(*None)", "f.x()", "none()()", "two.__name__()", "two(1, 2)()", "(lambda x: x)()", "(lambda: 0)(1)", "two(xx=1, y=2)", "kwonly(kk=1)", "two(1, yy=2)"):
    try:
        print(call, "->", eval(call))
    except (TypeError, AttributeError) as e:
        print(call, "->", e)
class C:
    def m(self, a, b=1): return a, b
    @classmethod
    def k(cls, a): return a
    @staticmethod
    def s(a): return a
    def __call__(self, x): return x
for call in (
    "C().m()", "C.m()", "C.m(1)", "C().m(1, 2, 3)", "C().m(1, b=2, c=3)", "C.k()", "C.k(1, 2)", "C.s()",
    "C().s(1, 2)", "C()()", "C()(1, 2)", "C(1)"
):
    try:
        print(call, "->", eval(call))
    except TypeError as e:
        print(call, "->", e)
