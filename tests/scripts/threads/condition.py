"""Condition: wait, notify, wait_for, timeouts, errors."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

c = threading.Condition()
items, log = [], []
def consumer():
    with c:
        while len(log) < 5:
            c.wait_for(lambda: items)
            log.append(items.pop(0))
            c.notify()
t = threading.Thread(target=consumer)
t.start()
for i in range(5):
    with c:
        c.wait_for(lambda: not items)
        items.append(i)
        c.notify()
t.join()
print(log)
with c:
    print(
        c.wait(0.01), c.wait_for(lambda: False, timeout=0.01), c.wait_for(lambda: "yes", 0.01), c.notify(),
        c.notify_all(), c.notify(0)
    )
woken, ready = [], []
def waiter(i):
    with c:
        ready.append(i)
        c.wait()
        woken.append(i)
group = [threading.Thread(target=waiter, args=(i,)) for i in range(4)]
for g in group: g.start()
while True:
    with c:
        if len(ready) == 4: break
with c: c.notify(2)
while len(woken) < 2: pass
with c:
    print(len(woken))
    c.notify_all()
for g in group: g.join()
print(sorted(woken))
own = threading.Lock()
d = threading.Condition(own)
with d: print(own.locked(), d.acquire(False))
r = threading.Condition(threading.RLock())
with r:
    with r: print(r.wait(0.001))
fails(c.wait)
fails(c.notify)
fails(c.notify_all)
fails(c.release)
fails(threading.Condition, 5)
fails(lambda: c.wait_for(lambda: 1))
