"""functools: partial, partialmethod, reduce, cmp_to_key, wraps, Placeholder."""
import functools
from functools import partial

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def f(*a, **k): return a, k
p = partial(f, 1, x=2)
print(
    p(), p(3, y=4), p(x=9), p.func is f, p.args, p.keywords, repr(p).split(" at ")[0][:22], partial(p, 5)(6),
    partial(p, 5).args, partial(int, base=2)("101"), repr(partial(int, "5", base=7))
)
p.extra = 1
print(p.__dict__, callable(p), isinstance(p, partial))
P = functools.Placeholder
print(partial(f, P, 2)(1), partial(f, P, 2, P, 4)(1, 3, 5))
fails(partial(f, P, 2))
fails(partial, f, P)
fails(partial)
fails(partial, 5)
fails(partial(len), 1, 2)
class C:
    def m(self, a, b=0): return type(self).__name__, a, b
    q = functools.partialmethod(m, 5)
    r = functools.partialmethod(m, b=7)
    s = partial(f, "static-like")
print(C().q(), C().q(6), C().r(1))
print(
    functools.reduce(lambda a, b: a * 10 + b, [1, 2, 3]), functools.reduce(max, [3], 9),
    functools.reduce(f, [], "init"), functools.reduce(lambda a, b: a + b, "abc"),
    functools.reduce(lambda a, b: a + b, [2], initial=1)
)
fails(functools.reduce, f, [])
fails(functools.reduce, f, 5)
fails(functools.reduce, f)
fails(functools.reduce, 5, [1, 2])
print(
    sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)),
    sorted("bca", key=functools.cmp_to_key(lambda a, b: (a > b) - (a < b)))
)
K = functools.cmp_to_key(lambda a, b: a - b)
print(K(1) < K(2), K(1) == K(1), K(3) >= K(4), K(5).obj)
fails(lambda: K(1) < 2)
fails(functools.cmp_to_key)
fails(hash, K(1))
def deco(fn):
    @functools.wraps(fn)
    def inner(*a):
        "inner doc"
        return fn(*a)
    return inner
@deco
def named(x: int) -> str:
    "named doc"
    return x
print(
    named.__name__, named.__doc__, named.__wrapped__(3), named.__annotations__, named.__qualname__,
    functools.WRAPPER_ASSIGNMENTS, functools.WRAPPER_UPDATES
)
g = functools.update_wrapper(lambda: 0, len)
print(g.__name__, g.__wrapped__ is len)
