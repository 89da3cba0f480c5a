"""Barrier: parties, action, abort, reset, timeouts."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

log, lock = [], threading.Lock()
b = threading.Barrier(3, action=lambda: log.append("all here"))
print(b.parties, b.n_waiting, b.broken)
ranks = []
def run():
    for _ in range(2):
        n = b.wait()
        with lock: ranks.append(n)
group = [threading.Thread(target=run) for _ in range(3)]
for g in group: g.start()
for g in group: g.join()
print(sorted(ranks), log, b.n_waiting)
broken = []
def breaks(x):
    try: x.wait()
    except threading.BrokenBarrierError as e: broken.append(type(e).__name__)
b2 = threading.Barrier(2)
t = threading.Thread(target=breaks, args=(b2,))
t.start()
while b2.n_waiting < 1: pass
b2.abort()
t.join()
print(broken, b2.broken)
b2.reset()
print(b2.broken)
t = threading.Thread(target=breaks, args=(b2,))
t.start()
while b2.n_waiting < 1: pass
b2.reset()
t.join()
print(broken, b2.broken)
b3 = threading.Barrier(2, timeout=0.01)
fails(b3.wait)
fails(b3.wait)
fails(threading.Barrier(2).wait, 0.01)
fails(threading.Barrier(1, action=lambda: 1 / 0).wait)
print(threading.Barrier(1).wait(), issubclass(threading.BrokenBarrierError, RuntimeError))
fails(threading.Barrier, 0)
fails(threading.Barrier)
fails(threading.Barrier, "a")
