# names of classes and type parameters in scopes inside each other
def base(a): return type("B", (), {"a": a})


class C[T]:
    T = "class"
    class Inner(base([T for _ in (1,)]), base(T)): pass
    class Generic[U](base([T for _ in (1,)]), base(T), base(lambda: T)): pass
    def method[V](x: (T for _ in (1,)), y: T): return V
    type Alias[W] = (T, [T for _ in (1,)])


P, = C.__type_params__
print([b.a for b in C.Inner.__bases__] == [[P], "class"], C.Generic.__bases__[0].a == [P], C.Generic.__bases__[1].a, C.Generic.__bases__[2].a() is P)
print(list(C.method.__annotations__["x"]) == [P], C.method.__annotations__["y"], C.method.__type_params__)
print(C.Alias.__value__[0], C.Alias.__value__[1] == [P])


def f():
    T = str
    class C:
        T = int
        class D[U](T): x = T
    return C


print(f().D.__mro__[1], f().D.x)


class __X: pass


class Y[T: __X](base(lambda: __X), base(lambda: (lambda: __X)), base([__X for _ in (1,)]), base(__X for _ in (1,))):
    pass


print(Y.__type_params__[0].__bound__.__name__, [getattr(b, "a", None) is not None for b in Y.__bases__[:4]], Y.__bases__[0].a().__name__)


class M(type):
    def mro(self):
        if "early" in self.__dict__: print(self.__dict__["early"]() is self)
        return super().mro()


class A(metaclass=M):
    def early(): return __class__


class S:
    def f(self): return super().__repr__() is not None
    __class__ = 413


print(S().f(), S().__class__)


class Fake:
    def __init__(self, *bases): self.__bases__ = bases


class Instance:
    def __init__(self, c): self.__class__ = c


a = Fake(); b = Fake(a)
class Like:
    __class__ = property(lambda self: b)
print(isinstance(Like(), a), isinstance(Like(), b), isinstance(5, a), issubclass(b, a), issubclass(a, b))
for text in ("[i for i in [j for j in range(5) if (j := True)]]", "[i for i in [(j := True) for j in range(5)]]", "[i for i in (lambda: (j := 1))()]", "def f():\n import x\n global x"):
    try: compile(text, "<t>", "exec"); print(repr(text), "ok")
    except SyntaxError as e: print(repr(text), e.msg)
