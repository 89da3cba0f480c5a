"""LocalWrapper stands for its object in all that is asked; BatchExecutor makes results in batches."""
import _model
import gc, threading, weakref
from ft_utils.local import BatchExecutor, LocalWrapper

def fails(what, *args):
    try:
        print("  no error:", what(*args))
    except Exception as e:
        print("  TypeError" if type(e) is TypeError else f"  {type(e).__name__}: {e}")

base = [3, 1, 2]; w = LocalWrapper(base)
print(w, repr(w), type(w).__name__, w.wrapped is base, len(w), w[0], w[1:], 2 in w, list(w), list(reversed(w)), bool(w))
w.sort(); w.append(4); w[0] = 9; del w[1]; print(base, w == base, base == w, w != [1], w < [10], sorted(w))
print(w + [7], [7] + w, w * 2, 2 * w, w + w)
same = w; w += [5]; print(w is same, base); w *= 2; print(w is same, base)
n = LocalWrapper(10); print(n + 1, 1 + n, n - n, 7 * n, n / 4, n // 3, 3 // n, n % 3, n ** 2, 2 ** n, divmod(n, 3), divmod(33, n), n & 6, n | 1, n ^ 3, n << 1, n >> 1)
print(-n, +n, abs(LocalWrapper(-3)), ~n, int(n), float(n), hash(n) == hash(10), [0] * 12 == [0] * (n + 2), range(20)[n], n == LocalWrapper(10))
m = n; n += 5; print(n, type(n).__name__, m, n is m)
class Thing:
    def __init__(self): self.x = 1
    def method(self, a, *, k=0): return self.x + a + k
    def __enter__(self): return "entered"
    def __exit__(self, *args): return args[0] is KeyError
t = Thing(); w = LocalWrapper(t)
print(w.x, w.method(2, k=3)); w.y = 5; w.x = 7; print(t.y, t.x); del w.y; fails(lambda: w.y); fails(lambda: w.nothing)
def change(): w.wrapped = 1
with w as value: print(value)
with w: raise KeyError("swallowed")
print(LocalWrapper(len)("abc"), LocalWrapper(dict)(a=1), next(LocalWrapper(iter([8]))), LocalWrapper({1: 2}).items())
print(memoryview(LocalWrapper(b"abc"))[1], str(LocalWrapper("text")), f"{LocalWrapper('text')}", LocalWrapper(LocalWrapper(3)) + 1)
fails(lambda: LocalWrapper(1)[0]); fails(lambda: LocalWrapper(1)()); fails(lambda: len(LocalWrapper(1))); fails(lambda: hash(LocalWrapper([])))
fails(lambda: LocalWrapper(object()) + 1); fails(lambda: -LocalWrapper("x")); fails(lambda: next(LocalWrapper([])))
r = weakref.ref(w); del w, t; gc.collect(); print(r())
l = []; l.append(LocalWrapper(l)); r = weakref.ref(l[0]); del l; gc.collect(); print(r())

print("batches")
calls = []
def source():
    calls.append(1)
    return len(calls)
b = BatchExecutor(source, 3)
print(b.load(), len(calls), b.load(), b.load(), len(calls), b.load(), len(calls), b.as_local().load(), b.as_local().wrapped is b)
for args in ((1, 2), (len, "x"), (len, 0), (len, -1)): fails(BatchExecutor, *args)
def bad(): raise KeyError("source")
b = BatchExecutor(bad, 2); fails(b.load); fails(b.load)
b = BatchExecutor(lambda: b.load(), 2); fails(b.load)
b = BatchExecutor(iter(range(10**6)).__next__, 7); got = []
def take(): got.extend([b.load() for _ in range(700)])
threads = [threading.Thread(target=take) for _ in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(got) == list(range(3500)))
