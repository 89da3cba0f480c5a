# object creation: __new__, __init__, __call__ of the class, errors
class A:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        self = super().__new__(cls)
        self.made = True
        return self

    def __init__(self, *args, **kw):
        print("init", args, kw, self.made)


A(1, k=2)


class Single:
    _one = None

    def __new__(cls):
        if cls._one is None:
            cls._one = object.__new__(cls)
        return cls._one


print(Single() is Single())


class Other:
    def __new__(cls, x):
        return x

    def __init__(self, x):
        print("init of Other")


print(Other(5), type(Other("s")))


class Sub(Other): pass


class Gives(Other):
    def __new__(cls):
        return Sub.__new__(Sub, object.__new__(Sub))

    def __init__(self):
        print("never")


print(type(Gives()).__name__)


class Int(int):
    def __new__(cls, v, extra=None):
        self = super().__new__(cls, v * 2)
        self.extra = extra
        return self


i = Int(5, "e")
print(i, i.extra, i + 1, type(i + 1).__name__, isinstance(i, int), repr(i), i == 10)


class Str(str):
    def __new__(cls, s): return super().__new__(cls, s.upper())


class Tup(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)


class Flt(float): pass


class Lst(list):
    def __init__(self, *a):
        super().__init__(a)


print(Str("abc"), Tup(1, 2), Flt("1.5"), Lst(1, 2), Str("a") + "b", Tup(1) + (2,), type(Tup(1)[:]).__name__, type(Lst(1).copy()).__name__)


class BadInit:
    def __init__(self): return 5


class NoArgs: pass


class OnlyNew:
    def __new__(cls, a): return object.__new__(cls)


class OnlyInit:
    def __init__(self, a): pass


class Both:
    def __new__(cls, *a): return object.__new__(cls, *a)
    def __init__(self, *a): pass


import abc
class Abstract(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
    @abc.abstractmethod
    def g(self): pass


for bad in ("BadInit()", "NoArgs(1)", "NoArgs(k=1)", "OnlyNew()", "OnlyNew(1, 2)", "OnlyInit()", "Both(1)", "Abstract()", "object(1)", "object.__new__()", "object.__new__(NoArgs, 1)", "object.__init__(NoArgs(), 1)", "int.__new__(NoArgs)", "object.__new__(int)", "Int()", "NoArgs.__new__(1)",
            "OnlyNew(1)", "OnlyInit(1)", "NoArgs.__init__()", "type(NoArgs())(1)", "bool.__new__(int)", "A.__new__()"):
    try:
        print(bad, type(eval(bad)).__name__)
    except Exception as e:
        print(f"{bad}: {type(e).__name__}: {e}")


class Meta(type):
    def __call__(cls, *a):
        print("meta call", a)
        return super().__call__(*a)


class M(metaclass=Meta):
    def __init__(self, x): self.x = x


print(M(3).x)
class Del:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
d = Del(1); d = Del(2); del d
def scope(): x = Del(3); print("in")
scope()
[Del(4)]; Del(5).n
print("end")
