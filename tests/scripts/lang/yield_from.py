# yield from: delegation of values, sends, throws, return values
def inner():
    print("inner start", end=" ")
    try:
        x = yield 1
        print("x", x, end=" ")
        y = yield 2
        print("y", y, end=" ")
    except ValueError as e:
        print("inner caught", e, end=" ")
        yield "handled"
    finally:
        print("inner finally", end=" ")
    return "inner result"


def outer():
    r = yield from inner()
    print("r", r, end=" ")
    yield 3
    return "outer result"


print(list(outer()))
g = outer()
print(next(g), g.send("A"), g.send("B"))
try:
    next(g)
except StopIteration as e:
    print(e.value)
g = outer()
print(next(g), g.throw(ValueError("thrown")))
print(next(g))
g = outer()
next(g)
try:
    g.throw(KeyError("through"))
except KeyError as e:
    print(repr(e))
g = outer()
next(g)
g.close()
print("closed")


def over(it):
    return (yield from it)


print(list(over([1, 2])), list(over("ab")), list(over({})), list(over(range(3))))
g = over([1, 2])
next(g)
try:
    g.send("not None")
except AttributeError as e:
    print(e)
try:
    list(over(5))
except TypeError as e:
    print(e)


class Manual:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("stop value")
        return self.n

    def send(self, v):
        print("send", v, end=" ")
        return next(self)

    def throw(self, *a):
        print("throw", type(a[0]).__name__, end=" ")
        return "thrown result"

    def close(self):
        print("close", end=" ")


def run():
    r = yield from Manual()
    print("value", r, end=" ")


print(list(run()))
g = run()
print(next(g), g.send("s"), g.throw(OSError()))
g.close()
print()


def deep(n):
    if n:
        return (yield from deep(n - 1)) + 1
    yield "bottom"
    return 0


g = deep(200)
print(next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value)


def chain(*its):
    for it in its:
        yield from it


print(list(chain("ab", [1], (x for x in (2, 3)))), g.gi_yieldfrom)
h = outer()
next(h)
print(h.gi_yieldfrom.__name__)
del h
print("end")
def stop_inside():
    yield from ()
    return (yield from iter([])), (yield from (i for i in []))
try: next(stop_inside())
except StopIteration as e: print(e.value)
