"""Semaphore and BoundedSemaphore: counts, blocking, errors."""
import threading, re

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = threading.Semaphore(2)
print(
    s.acquire(), s.acquire(), s.acquire(blocking=False), s.acquire(timeout=0.01), s.release(), s.acquire(),
    re.sub(" at 0x[0-9a-f]+", "", repr(s))
)
s.release(2)
print(re.sub(" at 0x[0-9a-f]+", "", repr(s)), [s.acquire(False) for _ in range(3)])
b = threading.BoundedSemaphore(1)
with b as got: print(got, b.acquire(False))
fails(b.release)
print(re.sub(" at 0x[0-9a-f]+", "", repr(b)))
peak, inside, lock = 0, 0, threading.Lock()
limit = threading.Semaphore(3)
def run():
    global peak, inside
    for _ in range(50):
        with limit:
            with lock:
                inside += 1
                peak = max(peak, inside)
            with lock: inside -= 1
group = [threading.Thread(target=run) for _ in range(6)]
for g in group: g.start()
for g in group: g.join()
print(1 <= peak <= 3, inside)
z = threading.Semaphore(0)
order = []
def wait():
    z.acquire()
    order.append("woke")
t = threading.Thread(target=wait)
t.start()
order.append("release")
z.release()
t.join()
print(order)
fails(threading.Semaphore, -1)
fails(s.release, 0)
fails(s.acquire, False, 1)
fails(threading.BoundedSemaphore, "a")
fails(b.release, 2)
