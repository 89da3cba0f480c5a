# generators: iteration, state, return value, laziness
def count(n):
    print("start", end=" ")
    i = 0
    while i < n:
        yield i
        i += 1
    print("end", end=" ")
    return "result"


g = count(2)
print(type(g), g.__name__, iter(g) is g)
print(next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print(repr(e), e.value)
try:
    next(g)
except StopIteration as e:
    print(repr(e), e.value)
print(list(count(3)), next(g, "default"))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


import itertools
print(list(itertools.islice(fib(), 10)), next(x for x in fib() if x > 1000))


def early():
    yield 1
    return
    yield 2


def empty():
    return
    yield


def none():
    x = yield
    print("got", x)


print(list(early()), list(empty()), list(none()))
a, b = count(2)
print(a, b)
print(sum(x * x for x in range(5)), max(len(w) for w in ["a", "bcd"]), sorted(c for c in "cab"), dict((k, 1) for k in "ab"))


def tree(t):
    if t is not None:
        l, v, r = t
        yield from tree(l)
        yield v
        yield from tree(r)


print(list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))))


class Iterable:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            yield i * 10


it = Iterable(3)
print(list(it), list(it), 20 in it, [*it], tuple(it), set(it) == {0, 10, 20})


def infinite_error():
    yield 1
    raise ValueError("inside")


g = infinite_error()
print(next(g))
try:
    next(g)
except ValueError as e:
    print(e)
print(list(g))


def recursive():
    yield next(me)


me = recursive()
try:
    next(me)
except ValueError as e:
    print(e)


def stop():
    yield 1
    raise StopIteration("leaks")


try:
    list(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def gen_finally():
    try:
        yield 1
        yield 2
    finally:
        print("finally", end=" ")


for x in gen_finally():
    print(x, end=" ")
print()
g = gen_finally()
next(g)
del g
print("deleted")
print(g2.gi_running if (g2 := count(1)) else 0, g2.gi_frame is None, g2.gi_yieldfrom, g2.gi_code.co_name, list(g2), g2.gi_frame)
