# method resolution order: diamonds, super chains, conflicts
class O: pass
class A(O):
    def f(self): return ["A"]
class B(A):
    def f(self): return ["B"] + super().f()
class C(A):
    def f(self): return ["C"] + super().f()
class D(B, C):
    def f(self): return ["D"] + super().f()
class E(C):
    def f(self): return ["E"] + super().f()
class F(D, E):
    def f(self): return ["F"] + super().f()


print(D().f(), F().f())
names = lambda c: [k.__name__ for k in c.__mro__]
print(names(D), names(F), F.mro() == list(F.__mro__))


class X(O): pass
class Y(O): pass
class XY(X, Y): pass
class YX(Y, X): pass


for bases in ((XY, YX), (O, X), (X, X), (object, X), (A, B), (XY, X, Y), (XY, Y, X)):
    try:
        print(names(type("T", bases, {})))
    except TypeError as e:
        print(e)


class Base:
    def __init__(self, **kw):
        print("Base", kw)


class Left(Base):
    def __init__(self, *, left=0, **kw):
        print("Left", left)
        super().__init__(**kw)


class Right(Base):
    def __init__(self, *, right=0, **kw):
        print("Right", right)
        super().__init__(**kw)


class Both(Left, Right):
    def __init__(self, **kw):
        print("Both")
        super().__init__(**kw)


Both(left=1, right=2)
print(names(Both), names(bool), names(type("I", (int, X), {})), names(type("L", (list, X), {})))


class Custom(type):
    def mro(cls):
        return [cls, A, object]


class W(metaclass=Custom): pass


print(names(W), W().f(), issubclass(W, A), W.__bases__)


class BadMro(type):
    def mro(cls):
        return [cls, 5]


try:
    class Z(metaclass=BadMro): pass
except TypeError as e:
    print(e)
print(super(B, D()).f(), super(B, D).f.__qualname__, D.f(D()), B.f(D()))
A.f2 = lambda self: "late"
print(F().f2())
class P1: v = 1
class P2: v = 2
class Q(P1): pass
print(Q.v)
Q.__bases__ = (P2,)
print(Q.v, Q().v, names(Q), P1.__subclasses__(), P2.__subclasses__())
print([c.__name__ for c in A.__subclasses__()], issubclass(F, (int, O)), isinstance(F(), C), F.__base__.__name__, bool.__base__, type.__base__, object.__base__, object.__mro__)
class V1(Exception): pass
class V2(V1, ValueError): pass
print(names(V2))
