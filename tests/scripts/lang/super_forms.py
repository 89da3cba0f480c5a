# super() in all its forms, and its errors
class A:
    attr = "A.attr"

    def __init__(self):
        self.log = ["A"]

    def m(self):
        return "A.m"

    @classmethod
    def c(cls):
        return "A.c " + cls.__name__

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"

    def __getitem__(self, i):
        return ("A", i)

    def __len__(self):
        return 5

    def __setattr__(self, k, v):
        super().__setattr__(k, v)


class B(A):
    attr = "B.attr"

    def __init__(self):
        super().__init__()
        self.log.append("B")

    def m(self):
        return "B.m>" + super().m() + ">" + super(B, self).m()

    @classmethod
    def c(cls):
        return "B.c>" + super().c()

    @staticmethod
    def s():
        return "B.s>" + super(B, B).s()

    @property
    def p(self):
        return "B.p>" + super().p

    def __getitem__(self, i):
        return super().__getitem__(i + 1)

    def attrs(self):
        return super().attr, self.attr, super().__class__, super().__len__()

    def inner(self):
        def f(self):
            return super().m()
        return f(self), (lambda s: super(B, s).m())(self), [super(B, self).m() for _ in "x"]

    def comp(self):
        return [super().m() for _ in "ab"]

    def __new__(cls):
        return super().__new__(cls)


b = B()
print(b.log, b.m(), b.c(), B.c(), b.s(), b.p, b[1], b.attrs(), b.inner())
print(b.comp())
s = super(B, b)
print(s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__, type(s).__name__, s.attr)
try:
    s.missing
except AttributeError as e:
    print(e)
try:
    s.attr = 5
except AttributeError as e:
    print(e)
try:
    super(B, b)[1]
except TypeError as e:
    print(e)
u = super(B)
print(u.__self__, u.__self_class__, type(u.__get__(b, B)).__name__, u.__get__(b).m())


def free():
    super()


def deleted(self):
    del self
    super().x


class C(B):
    deleted = deleted

    def renamed(this):
        return super().m()

    def no_args():
        super()

    def gone(self):
        del self
        super()

    def rebound(self):
        self = 5
        return super().m()

    def shadow(self):
        super = lambda: "shadowed"
        return super()

    def args(*args):
        return super().m()

    def cell(self):
        (lambda: self)
        return super().m()


c = C()
print(c.renamed(), c.shadow(), c.cell())
for f in (free, lambda: c.no_args(), C.no_args, c.gone, c.rebound, c.deleted, c.args, lambda: super(5, c), lambda: super(A, 5), lambda: super(B, A()), lambda: super(C, B), lambda: super(1, 2, 3), lambda: super(A, c, k=1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
class Late(A):
    def m(self): return __class__.__name__, super().m()
L2 = Late; del Late
print(L2().m())
