"""iter and next: sentinel form, sequence protocol, wrong iterators."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError("end")
        return i * i
class NotIter:
    __iter__ = None
class BadIter:
    def __iter__(self): return 5
class Own:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration("done", self.n)
        return self.n
it = iter([1, 2])
print(next(it), next(it), next(it, "default"), next(it, None), iter(it) is it)
vals = iter([3, 2, 1, 0, 9])
print(
    list(iter(lambda: next(vals), 0)), list(iter(Old())), list(iter(Own())), 4 in Old(), list(zip(Own(), Own())),
    sum(Own()), max(Own()), dict.fromkeys(Own())
)
print(
    type(iter([])).__name__, type(iter(())).__name__, type(iter("")).__name__, type(iter("é")).__name__,
    type(iter({})).__name__, type(iter(set())).__name__, type(iter(b"")).__name__, type(iter(bytearray())).__name__,
    type(iter(range(0))).__name__, type(iter(Old())).__name__, type(iter(int, 1)).__name__,
    type(iter(memoryview(b""))).__name__
)
a, b, c = Own()
print(a, b, c, [*Own()], *Own(), 2 in Own(), 9 in Own())
try: next(iter(()))
except StopIteration as e: print(repr(e), e.value)
o = Own()
list(o)
try: next(o)
except StopIteration as e: print(repr(e), e.value, e.args)
s = iter(Old())
print(next(s), list(s), list(s))
print(
    list(iter(iter([0, 1, 2, 3]).__next__, 2)), [].__iter__().__length_hint__(), iter("abc").__length_hint__(),
    iter((1, 2)).__length_hint__(), iter({1: 2}).__length_hint__(), iter(range(9)).__length_hint__()
)
import operator
print(
    operator.length_hint(iter([1, 2])), operator.length_hint(Own()), operator.length_hint(Own(), 7),
    operator.length_hint([1])
)
fails(iter, 5)
fails(iter, None)
fails(iter, NotIter())
fails(iter, BadIter())
fails(iter, 5, 5)
fails(iter)
fails(iter, [], 1, 2)
fails(next)
fails(next, [])
fails(next, 5)
fails(next, NotIter())
fails(next, iter([]))
fails(next, it, 1, 2)
fails(lambda: 1 in NotIter())
fails(lambda: [x for x in BadIter()])
fails(lambda: [*NotIter()])
def un(): a, b = NotIter()
fails(un)
fails(lambda: 1 in 5)
