"""__reduce__, __getstate__, __setstate__, __copy__ hooks seen through object's own methods."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class P:
    def __init__(self): self.x = 1
class S:
    __slots__ = ("a", "b")
class G:
    def __getstate__(self): return "own state"
class D(dict): pass
p, s = P(), S()
s.a = 5
print(
    p.__getstate__(), s.__getstate__(), object().__getstate__(), G().__getstate__(), D(a=1).__getstate__(),
    [].__getstate__()
)
r = p.__reduce_ex__(4)
print(r[0].__name__, r[1][0].__name__, r[2], r[3], r[4])
r = D(k=1).__reduce_ex__(2)
print(r[0].__name__, r[2], list(r[4]))
print(
    (5).__reduce_ex__(2)[0].__name__, [].__reduce_ex__(2)[0].__name__, range(3).__reduce__(),
    slice(1, 2).__reduce__(), (1, 2).__getnewargs__(), "ab".__getnewargs__(), (1.5).__getnewargs__(),
    {1: 2}.__class__.__name__
)
class N:
    def __new__(cls, *a): return super().__new__(cls)
    def __getnewargs__(self): return (1, 2)
class NE(N):
    def __getnewargs_ex__(self): return ((1,), {})
print(N().__reduce_ex__(2)[1], NE().__reduce_ex__(2)[1][1:])
it = iter([1, 2, 3])
next(it)
print(it.__reduce__()[1:], enumerate("ab").__reduce__()[1][1])
import copy
print(copy.copy(it) is not it, list(copy.copy(iter([7, 8]))))
fails((x for x in "a").__reduce_ex__, 2)
fails(p.__reduce_ex__, "a")
fails(lambda: copy.copy(x for x in "a"))
fails(object().__reduce_ex__)
fails(__import__("threading").Lock().__reduce_ex__, 2)
print(
    object().__sizeof__() > 0, p.__dir__().__class__.__name__, p.__format__("") == str(p), p.__init_subclass__(),
    p.__subclasshook__(int), P.__subclasshook__(P)
)
