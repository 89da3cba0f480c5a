# which exception is handled inside generators; contexts of thrown exceptions; classes that give no exception
import sys


def stores():
    try:
        yield sys.exception()
    except ValueError as e:
        yield sys.exception(), e.__context__
        yield sys.exception()
        raise


g = stores()
print(next(g))
try:
    raise ValueError("v")
except ValueError as e:
    print(g.throw(e))
    print(next(g) is e)
print(sys.exception())
try: next(g)
except ValueError as e: print(repr(e), e.__context__)


def inherits():
    yield sys.exception()
    try:
        raise KeyError("inner")
    except KeyError:
        yield sys.exception()
    yield sys.exception()


i = inherits()
for n in range(3):
    try: raise IndexError(n)
    except IndexError: print(repr(next(i)))


def holds():
    try: raise KeyError("a")
    except KeyError:
        yield
        yield sys.exception()


h = holds()
next(h)
try: h.throw(ValueError("thrown"))
except ValueError as e: print(repr(e.__context__))
h = holds()
next(h)
print(repr(next(h)), sys.exception())


class NoException(Exception):
    def __new__(cls, *a): return 5


def catches():
    try: yield
    except TypeError as e: yield str(e)


c = catches()
next(c)
print(c.throw(NoException))


class Inner:
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *a): return "thrown", a
    def close(self): print("inner closed")


def delegates():
    return (yield from Inner())


d = delegates()
next(d)
print(d.throw(KeyError), d.throw(KeyError("k")))
d.close()
print([list((lambda: (yield 1))()), (lambda: (yield))().gi_code.co_name])
f = lambda: (yield 1)
g = f()
next(g)
try: g.send("value of a lambda")
except StopIteration as e: print(e.value)
