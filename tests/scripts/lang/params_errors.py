# TypeErrors of calls that do not fit the parameters
def f0(): pass
def f1(a): pass
def f2(a, b): pass
def f3(a, b, c): pass
def d2(a, b=1): pass
def d3(a=1, b=2, c=3): pass
def po(a, b, /): pass
def pod(a, /, b): pass
def ko(*, k): pass
def ko2(*, k, l): pass
def ko3(*, k, l, m): pass
def kod(a, *, k=1): pass
def va(a, *args): pass
def kw(a, **kwargs): pass
def mix(a, b=1, /, c=2, *, d, e=3): pass


class C:
    def m(self): pass
    def m1(self, x): pass
    @classmethod
    def cm(cls, x): pass
    @staticmethod
    def sm(x): pass
    def __init__(self, v=None): pass
    def __call__(self, z): pass


c = C()
five, text, none, lst = 5, "a", None, []
lam = lambda x: x
for call in ("f0(1)", "f0(1, 2)", "f0(a=1)", "f0(**{'a b': 1})", "f1()", "f1(1, 2)", "f1(1, a=1)", "f1(b=1)", "f1(1, b=1)", "f2()", "f2(1)", "f2(b=1)",
             "f2(1, 2, 3)", "f2(1, a=2)", "f3()", "f3(1)", "f3(1, 2)", "f3(1, c=3)", "d2()", "d2(1, 2, 3)", "d2(b=1)", "d2(1, 2, b=3)",
             "d3(1, 2, 3, 4)", "d3(d=1)", "d3(x=1, y=2)", "po(1)", "po()", "po(1, b=2)", "po(a=1, b=2)", "po(1, 2, 3)", "pod(a=1, b=2)", "pod(1)", "pod(1, 2, b=3)",
             "ko()", "ko(1)", "ko(k=1, z=2)", "ko2()", "ko3()", "ko3(l=1)", "ko(1, k=2)", "ko(1, 2, k=2)", "kod(1, 2)", "kod(1, 2, k=3)", "kod()", "va()",
             "va(b=1)", "kw()", "kw(1, 2)", "kw(1, a=2)", "mix()", "mix(1)", "mix(1, d=1, b=2)", "mix(a=1, d=2)", "mix(1, 2, 3, 4)", "mix(1, 2, 3, 4, d=5)",
             "c.m(1)", "c.m1()", "c.m1(1, 2)", "C.m()", "C.m1(c)", "c.cm()", "C.cm(1, 2)", "c.sm()", "c.sm(1, 2)", "C(1, 2)", "C(w=1)", "c()", "c(1, 2)",
             "lam()", "lam(1, 2)", "lam(y=1)", "f1(*[1, 2], **{'b': 3})", "f1(**{'a': 1}, **{'a': 2})", "f1(a=1, **{'a': 2})", "f2(1, **{'a': 2})",
             "f1(**{1: 2})", "f1(*1)", "f1(**1)", "f1(**[1])", "f1(*None)", "five()", "text()", "none()", "lst()", "f1(1)()", "c.x()", "len()", "len(1, 2)", "len(x=1)"):
    try:
        print(call, "->", eval(call))
    except Exception as e:
        print(f"{call}: {type(e).__name__}: {e}")


def outer():
    def inner(a, b): pass
    return inner


for call in (lambda: outer()(), lambda: outer()(1, 2, 3)):
    try:
        call()
    except TypeError as e:
        print(e)
