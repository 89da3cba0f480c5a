"""Decorators: order, arguments, on classes and methods, expressions, replaced return values."""
calls = []
def tag(name):
    calls.append(f"make {name}")
    def deco(f):
        calls.append(f"apply {name}")
        def inner(*a, **k): return f"{name}({f(*a, **k)})"
        inner.__name__ = getattr(f, "__name__", "?")
        return inner
    return deco
@tag("a")
@tag("b")
def f(x): return x
print(calls, f("x"), f.__name__)
@(lambda f: 42)
def number(): pass
@[tag("first"), tag("second")][1]
def chosen(): return "c"
@tag("walrus") if len("x") else None
def cond(): return "d"
print(number, chosen(), cond())
class Count:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
    def __get__(self, obj, owner=None): return self if obj is None else lambda *a: self(obj, *a)
class K:
    @Count
    def m(self, x): return x * 2
    @staticmethod
    @tag("s")
    def s(x): return x
    @classmethod
    @tag("c")
    def c(cls, x): return f"{cls.__name__} {x}"
    @property
    @tag("p")
    def p(self): return "prop"
k = K()
print(k.m(2), k.m(3), K.m.n, K.s(1), k.s(2), K.c(3), k.p)
def register(table):
    def deco(f):
        table[f.__name__] = f
        return f
    return deco
commands = {}
@register(commands)
def go(): return "going"
@register(commands)
def stop(): return "stopping"
print({n: c() for n, c in commands.items()})
def memo(f):
    table = {}
    def inner(*a):
        if a not in table: table[a] = f(*a)
        return table[a]
    inner.table = table
    return inner
@memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), len(fib.table))
def with_repr(*names):
    def deco(cls):
        cls.__repr__ = lambda self: f"{cls.__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in names)})"
        return cls
    return deco
@with_repr("x", "y")
class P:
    def __init__(self, x, y): self.x, self.y = x, y
print(P(1, "two"), [P(0, 0)])
try:
    @tag("never")(5)
    def broken(): pass
    broken()
except TypeError as e:
    print(e)
try:
    @undefined_decorator
    def nothing(): pass
except NameError as e:
    print(e)
