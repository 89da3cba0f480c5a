# reference cycles are found by the collector
import gc
import weakref


class Node:
    def __init__(self, name): self.name = name


def make():
    a, b = Node("a"), Node("b")
    a.other, b.other = b, a
    return weakref.ref(a), weakref.ref(b)


gc.collect()
ra, rb = make()
print(gc.collect() >= 2, ra(), rb())
log = []


class Fin:
    def __init__(self, n):
        self.n, self.me = n, self

    def __del__(self): log.append(self.n)


for i in range(3):
    Fin(i)
gc.collect()
print(sorted(log))
l = []
l.append(l)
d = {}
d["self"] = d
f = lambda: f


def closure():
    def inner(): return inner
    return weakref.ref(inner)


rc = closure()


class K:
    def method(self): return self


def exc_cycle():
    try:
        raise ValueError
    except ValueError as e:
        saved = e
    n = Node("frame")
    n.e = saved
    return weakref.ref(n)


re = exc_cycle()


def gen_cycle():
    n = Node("gen")
    def g():
        yield n
    n.g = g()
    next(n.g)
    return weakref.ref(n)


rg = gen_cycle()
rk = weakref.ref(type("Dyn", (), {}))
del l, d, f
gc.collect()
print(rc(), re(), rg(), rk(), gc.isenabled(), gc.garbage)
gc.disable(); print(gc.isenabled()); gc.enable()


class Res:
    kept = []
    def __init__(self): self.me = self
    def __del__(self): Res.kept.append(self)


Res()
gc.collect()
print(len(Res.kept), Res.kept[0].me is Res.kept[0])
for _ in range(20000):
    n = Node("many")
    n.me = n
del n
gc.collect()
print(gc.collect())
