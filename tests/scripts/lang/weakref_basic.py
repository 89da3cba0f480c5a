# weak references in daily use
import weakref


class C:
    def __init__(self, v=0): self.v = v
    def m(self): return self.v


c = C(5)
r = weakref.ref(c)
print(r() is c, weakref.ref(c) is r, r().v, type(r).__name__, weakref.getweakrefcount(c), r == weakref.ref(c))
p = weakref.proxy(c)
print(p.v, p.m(), type(p).__name__, isinstance(p, C))
d = weakref.WeakValueDictionary(k=c)
kd = weakref.WeakKeyDictionary({c: "value"})
s = weakref.WeakSet([c])
print(list(d), d["k"] is c, kd[c], c in s, len(d), len(kd), len(s))
calls = []
r2 = weakref.ref(c, lambda ref: calls.append(ref is r2))
f = weakref.finalize(c, print, "finalized", 1)
print(f.alive)
wm = weakref.WeakMethod(c.m)
print(wm()(), r2 is r)
del c
print(r(), list(d), len(kd), len(s), calls, f.alive, wm())
try:
    p.v
except ReferenceError as e:
    print(e)
for o in (5, "s", [], {}, (), None, object(), 1.5):
    try:
        weakref.ref(o)
        print(type(o).__name__, "ok")
    except TypeError as e:
        print(e)
for o in (C, len, print, {1}, frozenset(), lambda: 0, (x for x in ()), type, weakref):
    print(type(o).__name__, weakref.ref(o)() is o)


class S(list): pass


s2 = S()
print(weakref.ref(s2)() is s2)
print("unhashable referent")
try:
    hash(weakref.ref(s2))
except TypeError as e:
    print(e)
k = C(1); h = weakref.ref(k); print(hash(h) == hash(k)); del k; print(hash(h) is not None)
a, b = C(), C()
ra, rb = weakref.ref(a), weakref.ref(b)
print(ra == rb, ra != rb, ra is weakref.ref(a))
