"""abc: abstract methods, registration, subclass hooks, errors."""
import abc

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class A(abc.ABC):
    @abc.abstractmethod
    def f(self): return "A.f"
    @property
    @abc.abstractmethod
    def p(self): pass
    @classmethod
    @abc.abstractmethod
    def c(cls): pass
    def g(self): return "concrete"
class B(A):
    def f(self): return "B+" + super().f()
    p = 5
class C(B):
    @classmethod
    def c(cls): return cls.__name__
print(
    C().f(), C().p, C.c(), C().g(), sorted(A.__abstractmethods__), sorted(B.__abstractmethods__),
    C.__abstractmethods__, type(A).__name__, A.f.__isabstractmethod__
)
fails(A)
fails(B)
class One(abc.ABC):
    @abc.abstractmethod
    def only(self): pass
fails(One)
class R: pass
print(
    issubclass(R, A), A.register(R) is R, issubclass(R, A), isinstance(R(), A), R.__mro__ == (R, object),
    A.register(int), isinstance(5, A), isinstance(True, A)
)
fails(A.register, 5)
fails(lambda: C.register(A))
class H(abc.ABC):
    @classmethod
    def __subclasshook__(cls, k):
        if cls is H: return any("quack" in b.__dict__ for b in k.__mro__) or NotImplemented
        return NotImplemented
class Q:
    def quack(self): pass
class SubH(H): pass
print(isinstance(Q(), H), issubclass(R, H), issubclass(Q, SubH), isinstance(5, H))
@H.register
class Deco: pass
print(issubclass(Deco, H))
class_meta = abc.ABCMeta("M", (), {"m": abc.abstractmethod(lambda self: 0)})
fails(class_meta)
class Late(abc.ABC): pass
Late.x = abc.abstractmethod(lambda s: 0)
Late()
abc.update_abstractmethods(Late)
fails(Late)
print(isinstance(abc.get_cache_token(), int))
from collections.abc import *
class Seq(Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
s = Seq()
print(list(s), 20 in s, s.index(10), s.count(20), list(reversed(s)), isinstance(s, Reversible))
fails(s.index, 99)
fails(Sequence)
fails(Mapping)
class M(MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M()
m.update(a=1, b=2)
print(
    dict(m), m.pop("a"), m.get("z"), m.setdefault("c", 3), list(m.items()), m == {"b": 2, "c": 3}, "b" in m,
    m.popitem(), len(m), list(m.keys()), m.keys()
)
fails(m.pop, "zz")
m.clear()
fails(m.popitem)
class St(Set):
    def __init__(self, it): self.l = sorted(set(it))
    def __contains__(self, x): return x in self.l
    def __iter__(self): return iter(self.l)
    def __len__(self): return len(self.l)
a, b = St("abc"), St("bcd")
print(
    list(a & b), list(a | b), list(a - b), list(a ^ b), a <= b, a == St("cba"), a.isdisjoint(St("x")), a > St("a")
)
