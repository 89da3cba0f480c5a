# closures: cells, late binding, nonlocal, shared state
def make():
    n = 0
    items = []

    def add(x):
        nonlocal n
        n += 1
        items.append(x)
        return n

    def get():
        return n, items

    return add, get


add, get = make()
add("a"); add("b")
print(get(), make()[1]())
print(add.__closure__[0].cell_contents, get.__code__.co_freevars, make.__code__.co_cellvars)


def adders():
    return [lambda x: x + i for i in range(3)]


print([f(10) for f in adders()])


def param(x):
    def inner():
        return x
    x += 1
    return inner


print(param(1)())


def empty_cell():
    def inner():
        return value
    try:
        inner()
    except NameError as e:
        print(e)
    print(inner.__closure__)
    try:
        inner.__closure__[0].cell_contents
    except ValueError as e:
        print(e)
    value = 1
    return inner()


print(empty_cell())


def nested(a):
    def mid(b):
        def low(c):
            return a, b, c, lambda: (a, b, c)
        return low
    return mid


print(nested(1)(2)(3)[:3], nested(1)(2)(3)[3]())


def args(*a, **k):
    return lambda: (a, k)


print(args(1, b=2)())


class K:
    def __init__(self, v):
        self.get = lambda: (self, v)[1]

    def method(self):
        def helper():
            return __class__, type(self)
        return helper()


print(K(5).get(), K(1).method()[0] is K)


def loop():
    fs = []
    for i in range(3):
        def f(i=i, *, late=lambda: i):
            return i, late()
        fs.append(f)
    return [f() for f in fs]


print(loop())


def exc_cell():
    try:
        raise ValueError("v")
    except ValueError as e:
        f = lambda: e
        print(repr(f()))
    try:
        f()
    except NameError as err:
        print(err)


exc_cell()
import types
c = types.CellType(5)
print(c.cell_contents, c == types.CellType(5), c < types.CellType(6))
c.cell_contents = 7
del c.cell_contents
print(c == types.CellType())
def comp(n):
    return [[(lambda: (i, j, n))() for j in range(2)] for i in range(2)]
print(comp(9))
def w(): return (yield (lambda: q)), (q := 3)
g = w(); f = next(g)
try: g.send(1)
except StopIteration as e: print(e.value, f())
