"""Programs made of reduce, partial, wraps and caches: pipelines, memo tables, decorators with arguments."""
import functools, operator
compose = lambda *fs: functools.reduce(lambda f, g: lambda x: g(f(x)), fs, lambda x: x)
print(
    compose(str, len)(12345), compose(lambda x: x + 1, lambda x: x * 2)(3), compose()(7),
    functools.reduce(operator.add, map(len, ["a", "bb"]), 0)
)
def repeat(n):
    def deco(f):
        @functools.wraps(f)
        def inner(*a, **k): return [f(*a, **k) for _ in range(n)]
        inner.times = n
        return inner
    return deco
@repeat(3)
def hello(name, mark="!"):
    "greets"
    return f"hi {name}{mark}"
print(hello("x"), hello("y", mark="?"), hello.__name__, hello.__doc__, hello.times, hello.__wrapped__("z"))
def trace(f):
    depth = 0
    @functools.wraps(f)
    def inner(*a):
        nonlocal depth
        print("  " * depth + f"{f.__name__}{a}")
        depth += 1
        try:
            return f(*a)
        finally:
            depth -= 1
    return inner
@trace
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(4))
class Memo:
    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f, self.table, self.hits = f, {}, 0
    def __call__(self, *a):
        if a in self.table:
            self.hits += 1
        else:
            self.table[a] = self.f(*a)
        return self.table[a]
@Memo
def grid(m, n): return 1 if 0 in (m, n) else grid(m - 1, n) + grid(m, n - 1)
print(grid(8, 8), grid.hits, len(grid.table), grid.__name__)
@functools.lru_cache(maxsize=None)
def distance(a, b):
    if not a or not b:
        return len(a) + len(b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))
print(distance("kitten", "sitting"), distance("flaw", "lawn"), distance.cache_info().hits > 0)
power = functools.partial(pow, 2)
basetwo = functools.partial(int, base=2)
print(
    [power(i) for i in range(5)], basetwo("1010"), list(map(functools.partial(operator.mul, 3), range(4))),
    sorted(["b", "C", "a"], key=functools.partial(str.lower)),
    max([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a))
)
@functools.singledispatch
def size(x): return f"unknown {type(x).__name__}"
@size.register(list)
@size.register(tuple)
def _(x): return sum(size(i) if isinstance(i, (list, tuple)) else 1 for i in x)
@size.register
def _(x: dict): return size(list(x.values()))
print(size([1, [2, (3, 4)]]), size({"a": [1, 2]}), size(5))
