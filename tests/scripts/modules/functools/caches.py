"""functools: lru_cache, cache, cached_property, total_ordering, singledispatch."""
import functools

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

calls = []
@functools.lru_cache(maxsize=3)
def f(x, y=0):
    calls.append((x, y))
    return x + y
print([f(1), f(2), f(1), f(3), f(4), f(2), f(1)], calls, f.cache_info(), f.cache_parameters())
f.cache_clear()
print(f.cache_info(), f.__wrapped__(5), f.__name__)
print(f(1, y=2), f(1, 2), f(x=1, y=2), f.cache_info().misses, f(1), f(1.0), f(True), f.cache_info())
fails(f, [])
fails(f)
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@functools.lru_cache(typed=True)
def typed(x): return type(x).__name__
print(typed(1), typed(1.0), typed(True), typed.cache_info())
z = functools.lru_cache(maxsize=0)(lambda x: calls.append(x))
z(1)
z(1)
print(z.cache_info(), functools.lru_cache(-5)(len).cache_info())
fails(functools.lru_cache, "a")
fails(functools.lru_cache, 1.5)
@functools.lru_cache
def bad(x): raise KeyError(x)
fails(bad, 1)
fails(bad, 1)
print(bad.cache_info())
class C:
    @functools.cached_property
    def p(self):
        calls.append("p")
        return 42
    @functools.cached_property
    def q(self): raise ValueError("q")
c = C()
del calls[:]
print(c.p, c.p, calls, c.__dict__)
del c.p
print(c.p, calls)
c.p = 7
print(c.p, type(C.p).__name__)
fails(lambda: c.q)
class S:
    __slots__ = ()
    @functools.cached_property
    def p(self): return 1
fails(lambda: S().p)
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, T) else NotImplemented
    def __lt__(self, o): return self.v < o.v if isinstance(o, T) else NotImplemented
print(T(1) < T(2), T(1) <= T(1), T(2) > T(1), T(1) >= T(2))
fails(lambda: T(1) <= 5)
fails(lambda: functools.total_ordering(type("N", (), {})))
@functools.singledispatch
def show(x, *a): return f"object {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x, *a): return f"list {len(x)}"
@show.register(str | bytes)
def _(x): return "text"
show.register(type(None), lambda x: "none")
print(
    show(1), show(True), show([1]), show("a"), show(b""), show(None), show(1.5),
    show.dispatch(bool) is show.dispatch(int), len(show.registry)
)
fails(show)
fails(lambda: show.register(5))
fails(lambda: show.register(lambda x: 1))
class D:
    @functools.singledispatchmethod
    def m(self, x): return "base"
    @m.register
    def _(self, x: int): return "int"
print(D().m(1), D().m("a"))
