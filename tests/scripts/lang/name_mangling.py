# private names are mangled inside classes
class A:
    __x = 1

    def __init__(self):
        self.__y = 2
        self._A__direct = 3

    def get(self):
        return self.__x, self.__y, self.__direct

    def __method(self):
        return "private"

    def call(self):
        return self.__method()

    def locals_too(self):
        __v = 5
        return locals()

    def inner(self):
        class B:
            __z = 9

            def g(self, o):
                return self.__z, hasattr(o, "_A__y"), hasattr(o, "_B__y")
        return B().g(self)

    def args(self, __p=1, *, __k=2):
        return __p, __k

    def glob(self):
        global __g
        __g = "global mangled"

    def dunder(self):
        return self.__class__.__name__

    def string(self):
        return getattr(self, "__y", "not mangled in strings")

    def imp(self):
        import math as __m
        return __m.floor(1.5)

    def kw(self):
        return dict(__q=1)

    def exc(self):
        try:
            1 / 0
        except ZeroDivisionError as __e:
            return type(__e).__name__, "_A__e" in locals()

    def comp(self):
        return [__i for __i in range(2)], (lambda __a: __a)(5)

    def fmt(self):
        return f"{self.__x} {self.__y!r}"

    def match(self):
        match 5:
            case __cap:
                return locals()["_A__cap"]


a = A()
print(a.get(), a._A__x, a._A__y, a.call(), a._A__method(), sorted(a.__dict__))
print(list(a.locals_too())[1], a.inner(), a.args(), a.args(5, _A__k=6), a.args(_A__p=7))
a.glob()
print(_A__g, a.dunder(), a.string(), a.imp(), a.kw(), a.exc(), a.comp(), a.fmt(), a.match())
for f in (lambda: a.__x, lambda: a.__y, lambda: A.__method, lambda: a.args(__p=1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


class _B:
    __n = 1

    def get(self):
        return self.__n


class __:
    __n = 5

    def get(self):
        return self.__n


print(_B._B__n, _B().get(), __().get(), __.__dict__["__n"])


class Sub(A):
    __x = "sub"

    def sub(self):
        return self.__x, self._A__x


print(Sub().sub(), Sub().get())
class C:
    def trailing(self):
        self.__a_ = 1
        self.__b__ = 2
        self.___c = 3
        self._d = 4
        return sorted(self.__dict__)
print(C().trailing())
