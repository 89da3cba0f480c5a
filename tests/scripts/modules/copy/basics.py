"""copy: shallow, deep, memo, hooks, replace, errors."""
import copy

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

l = [1, [2, 3], {"k": [4]}, (5, [6]), {7}]
s, d = copy.copy(l), copy.deepcopy(l)
l[1].append("x")
l[2]["k"].append("y")
print(l, s, d, s[1] is l[1], d[1] is l[1], copy.copy((1, 2)) is not None, copy.deepcopy((1, 2)) == (1, 2))
t = (1, "a")
print(
    copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(5), copy.deepcopy(None), copy.deepcopy(len) is len,
    copy.deepcopy(int) is int
)
r = [1]
r.append(r)
q = copy.deepcopy(r)
print(q, q[1] is q, q is not r)
a = [1]
b = copy.deepcopy([a, a])
print(b[0] is b[1])
memo = {}
copy.deepcopy(a, memo)
print(len(memo) > 0)
class C:
    def __init__(self, v): self.v = v
class H:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return f"deep {type(memo).__name__}"
class S:
    __slots__ = ("p", "q")
class G:
    def __init__(self): self.a, self.b = 1, 2
    def __getstate__(self): return {"a": self.a}
    def __setstate__(self, st): self.__dict__.update(st, restored=True)
class R:
    def __replace__(self, **k): return sorted(k.items())
class R2:
    def __reduce__(self): return (list, ("ab",))
class D(dict): pass
c = C([1])
e, f = copy.copy(c), copy.deepcopy(c)
print(
    e.v is c.v, f.v is c.v, f.v, type(e).__name__, copy.copy(H()), copy.deepcopy([H()]), vars(copy.copy(G())),
    copy.replace(R(), x=1, a=2), copy.copy(R2()), copy.deepcopy(R2())
)
o = S()
o.p = [1]
o2 = copy.deepcopy(o)
print(o2.p, o2.p is o.p, hasattr(o2, "q"))
x = D(a=[1])
x.attr = [2]
y = copy.deepcopy(x)
print(y, y.attr, type(y).__name__, y["a"] is x["a"], copy.copy(x).attr is x.attr)
print(
    copy.copy({1: 2}), copy.copy({3}), copy.copy(bytearray(b"z")), copy.deepcopy(frozenset([1])),
    copy.copy(range(3)), copy.copy("s"), copy.deepcopy(slice(1, 2))
)
import threading
fails(copy.copy, threading.Lock())
fails(copy.deepcopy, [threading.Lock()])
fails(copy.copy, (i for i in "a"))
fails(copy.copy)
fails(copy.deepcopy)
fails(copy.replace, 5)
fails(copy.replace, [1], x=1)
import math
print(copy.Error.__mro__[1].__name__)
fails(copy.deepcopy, open)
fails(copy.deepcopy, math)
