# decorators: functions, arguments, classes, order
def trace(f):
    print("decorate", f.__name__)

    def wrapper(*a, **k):
        print("before", f.__name__, a, k)
        try:
            return f(*a, **k)
        finally:
            print("after", f.__name__)
    return wrapper


def tag(name):
    print("tag", name)

    def deco(f):
        print("apply", name)
        return lambda *a: f"<{name}>{f(*a)}</{name}>"
    return deco


@trace
def add(a, b=1):
    return a + b


print(add(1), add(2, b=3))


@tag("b")
@tag("i")
def text(s):
    return s


print(text("x"))


@(lambda f: 5)
def five():
    pass


print(five)
registry = {}


def register(cls):
    registry[cls.__name__] = cls
    cls.registered = True
    return cls


@register
class A:
    pass


print(registry, A.registered)


class Deco:
    def __init__(self, f):
        self.f = f
        self.n = 0

    def __call__(self, *a):
        self.n += 1
        return self.n, self.f(*a)

    def __get__(self, obj, cls):
        return lambda *a: self(obj, *a)


@Deco
def counted(x):
    return x


print(counted("a"), counted("b"))


class B:
    @Deco
    def m(self, x):
        return x

    @staticmethod
    def s(x):
        return x

    @classmethod
    def c(cls, x):
        return cls.__name__, x

    @property
    def p(self):
        return "prop"

    @p.setter
    def p(self, v):
        print("set", v)

    @p.deleter
    def p(self):
        print("del")


b = B()
print(b.m(1), b.m(2), b.s(3), B.s(3), b.c(4), B.c(4), b.p)
b.p = 1
del b.p
import functools


def keep(f):
    @functools.wraps(f)
    def wrapper(*a):
        """wrapper doc"""
        return f(*a)
    return wrapper


@keep
def documented(a):
    """own doc"""
    return a


print(documented.__name__, documented.__doc__, documented.__wrapped__(5), documented(6))
decos = [lambda f: lambda: f() + 1, lambda f: lambda: f() * 10]


@decos[0]
@decos[1]
def num():
    return 1


print(num())


@print
@str.upper
@lambda f: f.__name__
def shouted(): pass


print(shouted)
def outer_name(f): return f.__qualname__
@outer_name
def q(): pass
@outer_name
class Q: pass
print(q, Q)
try:
    @5
    def bad(): pass
except TypeError as e:
    print(e)
try:
    @undefined.attr
    def bad(): pass
except NameError as e:
    print(e, "bad" in globals())
