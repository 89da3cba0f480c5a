"""Timer: fires, is cancelled, arguments."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

log, done = [], threading.Event()
def fire(*a, **k):
    log.append((a, k))
    done.set()
t = threading.Timer(0.01, fire, args=[1, 2], kwargs={"k": 3})
print(t.interval, t.is_alive(), t.daemon)
t.start()
print(done.wait(10))
t.join()
print(log, t.finished.is_set())
c = threading.Timer(60, fire)
c.start()
c.cancel()
c.join()
print(len(log), c.is_alive())
done.clear()
n = threading.Timer(0, fire)
n.start()
n.join()
print(log[-1])
b = threading.Timer(0, fire)
b.cancel()
b.start()
b.join()
print(len(log))
fails(threading.Timer)
fails(threading.Timer, 1)
order = []
a, b = threading.Timer(0.15, order.append, ["late"]), threading.Timer(0.01, order.append, ["early"])
a.start()
b.start()
a.join()
b.join()
print(order)
print(isinstance(a, threading.Thread), type(a).__mro__[1].__name__, a.function.__name__, a.args, a.kwargs)
