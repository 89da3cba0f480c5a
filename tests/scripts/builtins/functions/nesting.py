"""Deep nesting: recursion limit, mutual recursion, recursive data, long chains."""
import sys
def down(n): return 0 if n == 0 else 1 + down(n - 1)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(down(500), even(300), odd(301))
def forever(n): return forever(n + 1)
for f in (
    lambda: forever(0), lambda: repr_loop(0), lambda: Loop().x, lambda: str(Loop2()),
    lambda: [] == 1 or hash(Loop3())
):
    def repr_loop(n): return repr_loop(n) + 1
    class Loop:
        def __getattr__(self, n): return getattr(self, n + "x")
    class Loop2:
        def __str__(self): return str(self)
    class Loop3:
        def __hash__(self): return hash(self)
    try:
        f()
    except RecursionError as e:
        print("RecursionError:", str(e)[:32])
print(down(100))
l = []
for _ in range(300): l = [l]
n = 0
while l:
    l = l[0]
    n += 1
print(n)
a, b = [], []
for _ in range(50): a, b = [a], [b]
print(a == b, str(a)[:5])
x = 0
for _ in range(10):
    for _ in range(10):
        if x > 50:
            break
        while True:
            x += 1
            if x % 3:
                break
print(x, (lambda: (lambda: (lambda: 7)())())())
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
def hanoi(n, a="a", b="b", c="c"): return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print(ack(2, 3), len(hanoi(8)), hanoi(2))
def flatten(x): return [z for y in x for z in (flatten(y) if isinstance(y, list) else [y])]
print(flatten([1, [2, [3, [4, []]]], [[[5]]]]), sys.getrecursionlimit())
deep = None
for i in range(100000): deep = (deep, i)
del deep
print("a long chain of tuples is gone")
chain = {}
cur = chain
for i in range(50000):
    cur["n"] = {}
    cur = cur["n"]
del chain, cur
print("a long chain of dictionaries is gone")
