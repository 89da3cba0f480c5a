"""Lock: acquire, release, timeout, context manager, errors."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

lock = threading.Lock()
print(
    lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01),
    lock.acquire(True, 0.01), lock.release(), lock.locked()
)
with lock as got: print("inside", got, lock.locked())
print(lock.locked(), type(lock).__name__, repr(lock).split(" object")[0])
try:
    with lock: raise KeyError("inside")
except KeyError: print("released after error", not lock.locked())
order = []
lock.acquire()
def other():
    order.append("waits")
    lock.acquire()
    order.append("got it")
    lock.release()
t = threading.Thread(target=other)
t.start()
while not order: pass
order.append("main releases")
lock.release()
t.join()
print(order)
lock.acquire()
t = threading.Thread(target=lock.release)
t.start()
t.join()
print("released by another thread", lock.locked())
total = 0
def add():
    global total
    for _ in range(2000):
        with lock: total += 1
group = [threading.Thread(target=add) for _ in range(6)]
for g in group: g.start()
for g in group: g.join()
print(total)
fails(lock.release)
fails(threading.Lock, 5)
fails(lock.acquire, False, 1)
fails(lock.acquire, timeout=-2)
fails(lock.acquire, timeout=1e100)
fails(lock.acquire, timeout="a")
fails(lock.acquire, 1, 2, 3)
fails(lambda: lock.x)
fails(lambda: type("L", (threading.Lock,), {}))
