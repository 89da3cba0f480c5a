"""Event: set, clear, wait with and without timeout, many waiters."""
import threading, re

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

e = threading.Event()
print(
    e.is_set(), e.wait(0.01), e.set(), e.is_set(), e.wait(), e.wait(0), e.clear(), e.is_set(),
    re.sub(" at 0x[0-9a-f]+", "", repr(e))
)
order = []
def waiter(i):
    e.wait()
    order.append(i)
group = [threading.Thread(target=waiter, args=(i,)) for i in range(5)]
for g in group: g.start()
order.append("before")
e.set()
for g in group: g.join()
print(order[0], sorted(order[1:]), re.sub(" at 0x[0-9a-f]+", "", repr(e)))
a, b, ping = threading.Event(), threading.Event(), []
def partner():
    for i in range(3):
        a.wait()
        a.clear()
        ping.append(f"pong {i}")
        b.set()
t = threading.Thread(target=partner)
t.start()
for i in range(3):
    ping.append(f"ping {i}")
    a.set()
    b.wait()
    b.clear()
t.join()
print(ping)
fails(e.wait, "a")
fails(threading.Event, 1)
fails(e.set, 1)
print(e.wait(-1), e.wait(timeout=None))
