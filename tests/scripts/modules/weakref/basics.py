"""weakref: ref, proxy, callbacks, dictionaries, finalize, WeakMethod."""
import gc, weakref

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class C:
    def __init__(self, n): self.n = n
    def m(self): return f"m{self.n}"
    def __repr__(self): return f"C{self.n}"
log = []
c = C(1)
r = weakref.ref(c)
r2 = weakref.ref(c)
r3 = weakref.ref(c, lambda x: log.append("callback"))
print(
    r() is c, r is r2, r == r3, hash(r) == hash(c), weakref.getweakrefcount(c), r3.__callback__ is not None,
    type(r).__name__
)
p = weakref.proxy(c)
print(p.n, p.m(), p, p == c, type(p).__name__, isinstance(p, C))
p.n = 5
print(c.n)
del c
gc.collect()
print(r(), r3(), log, r == r2, r == r3)
fails(lambda: p.n)
fails(hash, weakref.ref(C(2)))
fails(str, p)
d = weakref.WeakValueDictionary()
a, b = C("a"), C("b")
d["a"] = a
d["b"] = b
d.update(x=a)
print(sorted(d), len(d), d["a"], "b" in d, d.get("zz"), sorted(d.items(), key=str))
del b
gc.collect()
print(sorted(d))
fails(lambda: d["b"])
print(d.pop("x"), d.setdefault("a", a) is a, [x() for x in d.valuerefs()])
k = weakref.WeakKeyDictionary({a: 1})
x = C("x")
k[x] = 2
print(len(k), k[a], x in k, 5 in k)
del x
gc.collect()
print(len(k), list(k.items()))
s = weakref.WeakSet([a])
y = C("y")
s.add(y)
print(len(s), y in s)
del y
gc.collect()
print(len(s), list(s))
f = weakref.finalize(a, log.append, "finalized")
print(f.alive, f.peek()[1].__name__, f.peek()[2])
m = weakref.WeakMethod(a.m)
print(m()())
fb = weakref.finalize(a, print, "called by hand")
print(fb(), fb(), fb.alive)
del a
gc.collect()
print(log, f.alive, f(), m(), len(d), len(k))
class S:
    __slots__ = ("x",)
class W:
    __slots__ = ("__weakref__",)
w = W()
print(weakref.ref(w)() is w)
class_ref = weakref.ref(C)
print(class_ref() is C, weakref.ref(len)() is len, weakref.getweakrefs(w) != None)
for o in (5, "a", (), [], {}, None, S(), object()): fails(weakref.ref, o)
fails(weakref.ref)
fails(weakref.ref, w, 1, 2)
fails(weakref.proxy, 5)
fails(d.__setitem__, "q", 5)
fails(weakref.WeakMethod, len)
t = weakref.finalize(w, log.append, "detached")
print(t.detach()[2], t.alive)
weakref.finalize(w, print, "at exit")
keep = w
