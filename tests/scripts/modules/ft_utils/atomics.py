"""AtomicInt64, AtomicReference, AtomicFlag: values, operators, wrapping, errors."""
import _model
import gc, threading, weakref
from ft_utils.concurrency import AtomicFlag, AtomicInt64, AtomicReference

def fails(what, *args):
    try:
        print("  no error:", what(*args))
    except Exception as e:
        print("  TypeError" if type(e) is TypeError else f"  {type(e).__name__}: {e}")

a = AtomicInt64(10)
print(a, repr(a), a.get(), int(a), bool(a), a.incr(), a.decr(), a.decr(), f"{a:>5} {a:x} {a:03d}")
print(a + 1, 1 + a, a - 1, 20 - a, a * 3, 3 * a, a // 2, 100 // a, a & 8, a | 6, a ^ 1, -a, +a, abs(AtomicInt64(-4)), ~a)
print(a == 9, 9 == a, a != 9, a < 10, 10 > a, a <= 9, a >= 9, a > 9, a == AtomicInt64(9), a == 9.0, a < 9.5, a == "9")
b = a; b += 5; print(a, b is a); b -= 1; print(a); b *= 3; print(a); b //= 4; print(a); b |= 5; print(a); b &= 12; print(a); b ^= 7; print(a)
b += AtomicInt64(2); print(a, a + a, a - AtomicInt64(1), type(a + a))
print(-7 // AtomicInt64(2), AtomicInt64(-7) // 2); c = AtomicInt64(-7); c //= 2; print(c)
top = AtomicInt64(2**63 - 1); print(top + 1, top.incr(), top.decr()); top += 1; print(top); top //= -1; print(top); top *= 2; print(top)
print(AtomicInt64(2**62) * 4, AtomicInt64(-2**63), -AtomicInt64(-2**63))
a.set(5); print(a); a.set(AtomicInt64(6)); print(a); a.set(True); print(a, bool(AtomicInt64()))
fails(a.set, "x"); fails(a.set, 1.5); fails(a.set, 2**63); fails(AtomicInt64, 2**70); fails(lambda: hash(a))
fails(lambda: a // 0); fails(lambda: a < "x")
def add(x):
    global a
    a += x
fails(add, "x"); fails(add, 2**64)
def divide():
    global a
    a //= 0
fails(divide); print(a)

r = AtomicReference(); x, y = [1], [1]
print(r.get(), r.set(x), r.get() is x, r.exchange(y) is x, r.get() is y)
print(r.compare_exchange(x, 3), r.get() is y, r.compare_exchange(y, x), r.get() is x, r.compare_exchange(x, None), r.get())
print(r.compare_exchange(None, 5), r.compare_exchange(5, "s"), r.get())
fails(AtomicReference, 1, 2); fails(r.set); fails(r.compare_exchange, 1)
class Item: pass
i = Item(); w = weakref.ref(i); r.set(i); del i; gc.collect(); print(w() is r.get()); r.set(None); gc.collect(); print(w())
r.set(r); w = weakref.ref(r); del r; gc.collect(); print(w(), type(AtomicReference[int]()).__name__)

f = AtomicFlag(True); print(bool(f), f); f.set(False); print(bool(f), f); f.set("yes"); print(bool(f))

n, flag, ref = AtomicInt64(), AtomicFlag(False), AtomicReference(0)
def work():
    global n
    for i in range(2000):
        n.incr(); n += 2; n.decr()
        while True:
            old = ref.get()
            if ref.compare_exchange(old, old + 1): break
    flag.set(True)
threads = [threading.Thread(target=work) for _ in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print(n, flag, ref.get())
