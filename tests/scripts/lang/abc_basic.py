# abstract base classes and the collections.abc protocols
from abc import ABC, ABCMeta, abstractmethod
import collections.abc as cabc


class Shape(ABC):
    @abstractmethod
    def area(self): ...

    @property
    @abstractmethod
    def name(self): ...

    @classmethod
    @abstractmethod
    def make(cls): ...

    def describe(self): return f"{self.name} {self.area()}"


class Square(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    @property
    def name(self): return "square"
    @classmethod
    def make(cls): return cls(1)


class Half(Shape):
    def area(self): return super().area()


print(Square(3).describe(), Square.make().area(), sorted(Shape.__abstractmethods__), Half.__abstractmethods__ == {"name", "make"}, Shape.area.__isabstractmethod__)
for c in (Shape, Half, type("One", (ABC,), {"f": abstractmethod(lambda s: 0)})):
    try:
        c()
    except TypeError as e:
        print(e)
class Hook(ABC):
    @classmethod
    def __subclasshook__(cls, c): return True if hasattr(c, "quack") else NotImplemented
class Duck:
    def quack(self): pass
class Reg(ABC): pass
@Reg.register
class Registered: pass
print(isinstance(Duck(), Hook), issubclass(int, Hook), isinstance(Registered(), Reg), issubclass(Registered, Reg), Reg.register(int), isinstance(5, Reg))
try: Reg.register(5)
except TypeError as e: print(e)
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
class Cont:
    def __contains__(self, x): return True
    def __len__(self): return 0
class NoHash: __hash__ = None
class NoIter: __iter__ = None
for name in ("Hashable", "Iterable", "Iterator", "Reversible", "Generator", "Sized", "Container", "Callable", "Collection", "Sequence", "MutableSequence", "Buffer", "Set", "MutableSet", "Mapping", "MutableMapping", "MappingView", "KeysView", "ItemsView", "ValuesView", "Awaitable", "Coroutine", "AsyncIterable"):
    a = getattr(cabc, name)
    print(f"{name:16}", "".join("x" if isinstance(o, a) else "." for o in (1, "s", b"b", [], (), {}, set(), frozenset(), range(1), iter([]), (i for i in ()), len, {}.keys(), {}.items(), {}.values(), It(), Cont(), NoHash(), NoIter(), bytearray(), memoryview(b""), print, None)))
class Seq(cabc.Sequence):
    def __getitem__(self, i): return "abc"[i]
    def __len__(self): return 3
s = Seq()
print(list(s), "b" in s, s.index("c"), s.count("a"), list(reversed(s)))
class MMap(cabc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = MMap(); m["a"] = 1; m.update(b=2, c=3)
print(dict(m), m.pop("a"), m.get("zz"), m.setdefault("d", 4), list(m.items()), "b" in m, m == {"b": 2, "c": 3, "d": 4}, m.keys() & {"b"}, m.popitem())
class MSet(cabc.Set):
    def __init__(self, it): self.s = sorted(set(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
print(list(MSet([1, 2]) | MSet([3])), list(MSet([1, 2]) & {2}), MSet([1]) <= MSet([1, 2]), MSet([1]) == {1}, list(MSet([1, 2, 3]) - [2]), MSet([1]).isdisjoint([2]))
try: cabc.Sequence()
except TypeError as e: print(e)
