# RecursionError is an ordinary exception; the limit can be changed
import sys
print(sys.getrecursionlimit())


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


d = depth()
print(900 < d <= 1000)
sys.setrecursionlimit(200)
print(depth() < 200, sys.getrecursionlimit())
for bad in (0, -5, "x", 1.5, 10 ** 20):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
sys.setrecursionlimit(1000)


def f():
    f()


class A:
    def __getattr__(self, n): return getattr(self, n)
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __repr__(self): return f"{self!r}"
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __getitem__(self, k): return self[k]
    def __iter__(self): return iter(self)
    def __bool__(self): return bool(self)
    def __len__(self): return len(self)
    def __contains__(self, x): return x in self
    @property
    def p(self): return self.p


a = A()
for g in (f, lambda: a.x, lambda: a == 1, lambda: hash(a), lambda: repr(a), a, lambda: a + 1, lambda: a[0], lambda: list(a), lambda: bool(a), lambda: len(a), lambda: 1 in a, lambda: a.p, lambda: str(a), lambda: f"{a}", lambda: sorted([a, a], key=lambda v: v.p), lambda: [a].index(5), lambda: isinstance(a, type("M", (type,), {"__instancecheck__": lambda c, o: isinstance(o, c)})("N", (), {}))):
    try:
        g()
        print("no error")
    except RecursionError as e:
        print(type(e).__name__, str(e).startswith("maximum recursion depth exceeded"))
l = []
for _ in range(100_000):
    l = [l]
for op in (lambda: repr(l), lambda: l == [[l]], lambda: len(l)):
    try:
        print(type(op()).__name__)
    except RecursionError as e:
        print("RecursionError")
while l:
    l = l[0]
print("unwound", l)
def deep_gen(n):
    if n: yield from deep_gen(n - 1)
    yield n
print(sum(deep_gen(300)))
