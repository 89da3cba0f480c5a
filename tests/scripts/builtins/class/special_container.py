"""__getitem__, __setitem__, __delitem__, __contains__, __len__, __iter__, __reversed__, __missing__, __length_hint__."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class C:
    def __init__(self): self.log = []
    def __getitem__(self, k):
        self.log.append(("get", k))
        return k
    def __setitem__(self, k, v): self.log.append(("set", k, v))
    def __delitem__(self, k): self.log.append(("del", k))
    def __contains__(self, x):
        self.log.append(("in", x))
        return x
    def __len__(self): return 3
    def __call__(self, *a, **k): return a, k
c = C()
c[1]
c["a", 2]
c[1:2, ...]
c[::]
c[()]
c[1] = 2
c[1:3] = "ab"
del c[0]
del c[:, 1]
c[5] += 1
print(c.log)
print(5 in c, "" in c, 0 not in c, len(c), bool(c), c(1, *[2], k=3, **{"z": 4}), c.log[-3:])
class Seq:
    def __getitem__(self, i):
        if i >= 4: raise IndexError(i)
        return i * i
print(list(Seq()), 9 in Seq(), 5 in Seq(), [x for x in Seq()], dict(enumerate(Seq())), max(Seq()), tuple(Seq()))
fails(reversed, Seq())
fails(len, Seq())
a, b, *r = Seq()
print(a, b, r)
class Full(Seq):
    def __len__(self): return 4
    def __reversed__(self): return iter("rev")
class Rev(Seq):
    def __len__(self): return 3
print(list(reversed(Full())), list(reversed(Rev())))
class Iter:
    def __iter__(self): yield from "xyz"
print("y" in Iter(), "q" in Iter(), list(Iter()), [*Iter(), *Iter()], set(Iter()) == set("xyz"), "-".join(Iter()))
fails(lambda: Iter()[0])
fails(len, Iter())
class NoIter(Iter): __iter__ = None
class NoContains(Seq): __contains__ = None
fails(iter, NoIter())
fails(lambda: 1 in NoContains())
fails(lambda: 1 in NoIter())
class M(dict):
    def __missing__(self, k): return f"no {k}"
m = M(a=1)
print(m["a"], m["b"], m.get("b"), "b" in m, m | {"q": 1}, M.fromkeys("x")["y"])
import operator
class Hint:
    def __init__(self, h): self.h = h
    def __length_hint__(self): return self.h
    def __iter__(self): return iter([1, 2])
print(operator.length_hint(Hint(5)), list(Hint(10)), operator.length_hint(Hint(NotImplemented), 3))
fails(operator.length_hint, Hint(-1))
fails(operator.length_hint, Hint("a"))
fails(list, Hint(-1))
fails(lambda: c.nope[0])
class K:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(K[int], K[1, 2])
fails(lambda: K()[0])
def del_item(o): del o[0]
def set_item(o): o[0] = 1
for o in (Seq(), 5, "abc", (1,), Iter()):
    fails(del_item, o)
    fails(set_item, o)
class L:
    def __len__(self): return self.n
for n in (-1, 1.5, "a", None, 2**100, True):
    l = L()
    l.n = n
    fails(len, l)
    fails(bool, l)
