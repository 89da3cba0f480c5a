"""RLock: recursion, ownership, errors."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

r = threading.RLock()
print(r.acquire(), r.acquire(), r.acquire(blocking=False), r.release(), r.release(), r.release())
fails(r.release)
with r:
    with r: print("nested")
got = []
r.acquire()
def other():
    got.append(r.acquire(blocking=False))
    got.append(r.acquire(timeout=0.01))
    try: r.release()
    except RuntimeError as e: got.append(str(e))
t = threading.Thread(target=other)
t.start()
t.join()
print(got)
r.release()
def worker(n):
    with r:
        if n: worker(n - 1)
        else: got.append("deep")
t = threading.Thread(target=worker, args=(30,))
t.start()
t.join()
print(got[-1])
total = 0
def add():
    global total
    for _ in range(1000):
        with r:
            with r: total += 1
group = [threading.Thread(target=add) for _ in range(5)]
for g in group: g.start()
for g in group: g.join()
print(total, r.locked())
fails(r.acquire, False, 1)
fails(r.acquire, timeout=-5)
