"""isinstance and issubclass: tuples, unions, abstract hooks, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class A: pass
class B(A): pass
class Meta(type):
    def __instancecheck__(c, o):
        print("instancecheck", type(o).__name__)
        return o == 42
    def __subclasscheck__(c, k): return k is A
class H(metaclass=Meta): pass
class Fake:
    @property
    def __class__(self): return B
print(
    isinstance(B(), A), isinstance(A(), B), isinstance(1, (str, int)), isinstance(1, (str, (float, (int,)))),
    isinstance(True, int), isinstance(None, type(None)), isinstance(int, type), isinstance(A, object),
    isinstance("a", ()), isinstance(1, int | str), isinstance(None, int | None), isinstance(1.0, int | str)
)
print(
    isinstance(42, H), isinstance(5, H), isinstance(H(), H), issubclass(A, H), issubclass(B, H),
    isinstance(Fake(), A), type(Fake()).__name__, issubclass(B, A), issubclass(A, A), issubclass(A, B),
    issubclass(B, (int, A)), issubclass(bool, int), issubclass(int, int | str), issubclass(A, object)
)
class Duck:
    __bases__ = (A,)
print(issubclass(Duck(), A))
from collections.abc import Iterable, Sized, Hashable, Callable, Mapping, Sequence, Iterator, MutableSequence, Set
row = [isinstance(x, k) for x in ([], {}, "a", 5, set(), len, iter([]), (), range(3)) for k in (
    Iterable, Sized, Hashable, Callable, Mapping, Sequence, Iterator, MutableSequence, Set
)]
print("".join("1" if r else "." for r in row))
fails(isinstance, 1, 5)
fails(isinstance, 1, "int")
fails(isinstance, 1, (int, 5))
fails(isinstance, 1, (str, 5))
fails(isinstance, 1, [int])
fails(isinstance, 1, list[int])
fails(isinstance, 1, None)
fails(isinstance, 1)
fails(isinstance)
fails(issubclass, 1, int)
fails(issubclass, int, 5)
fails(issubclass, int, (5,))
fails(issubclass, int)
fails(issubclass, A(), A)
fails(issubclass, list[int], list)
