"""super(): chains, explicit forms, class methods, attributes, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class A:
    v = "A.v"
    def __init__(self):
        print("A.init")
        self.a = 1
    def who(self): return ["A"]
    @classmethod
    def cm(cls): return ["A.cm", cls.__name__]
    @property
    def p(self): return "A.p"
    def __getitem__(self, i): return f"A[{i}]"
class B(A):
    v = "B.v"
    def __init__(self):
        print("B.init")
        super().__init__()
    def who(self): return ["B"] + super().who()
    @classmethod
    def cm(cls): return ["B.cm"] + super().cm()
    @property
    def p(self): return "B.p>" + super().p
    def __getitem__(self, i): return super().__getitem__(i) + "!"
class C(A):
    def __init__(self):
        print("C.init")
        super().__init__()
    def who(self): return ["C"] + super().who()
class D(B, C):
    v = "D.v"
    def __init__(self):
        print("D.init")
        super().__init__()
    def who(self): return ["D"] + super(D, self).who()
    def vs(self): return super().v, super(B, self).v, super(D, type(self)).v
d = D()
print(d.who(), d.cm(), D.cm(), d.p, d[3], d.vs(), [k.__name__ for k in D.__mro__], d.a)
print(
    super(B, d).who(), super(D, d).__thisclass__.__name__, super(D, d).__self__ is d,
    super(D, d).__self_class__.__name__, super(A, d).__repr__()[:12], type(super(D, d)).__name__, super(D, D).cm()
)
class E(A):
    def lam(self): return (lambda: super(E, self).who())()
    def inner(self):
        def f(): return super(E, self).who()
        return f()
    def comp(self): return [super(E, self).who() for _ in range(2)]
    def cell(self): return __class__.__name__
    def gen(self): yield from super().who()
    def sup(self):
        s = super()
        return s.who()
    @staticmethod
    def st(): return super().who()
    def setter(self): super().newattr = 5
    def getter(self): return super().nothing
    def rebind(self):
        self = D.__new__(D)
        return super().who()
    def delself(self):
        del self
        return super().who()
    def noargs(): return super()
e = E()
print(e.lam(), e.inner(), e.comp(), e.cell(), list(e.gen()), e.sup())
unbound = super(B)
print(unbound.__self__, unbound.__get__(d).who())
fails(E.st)
fails(e.setter)
fails(e.getter)
fails(e.rebind)
fails(e.delself)
fails(E.noargs)
fails(super)
fails(super, 5)
fails(super, B, 5)
fails(super, B, A())
fails(super, B, d, 3)
fails(lambda: super(D, d).zzz)
fails(lambda: super(D, d)[3])
def outside(self): return super().x
fails(outside, 1)
class F(int):
    def __add__(self, o): return F(super().__add__(o))
    def __new__(cls, v): return super().__new__(cls, v * 2)
print(F(3), F(3) + 1)
class L(list):
    def append(self, x):
        super().append(x)
        super().append(-x)
l = L()
l.append(5)
print(l)
