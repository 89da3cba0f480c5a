"""ThreadPoolExecutor and Future: results, exceptions, callbacks, states."""
import threading
from concurrent.futures import ThreadPoolExecutor, Future, CancelledError, TimeoutError, InvalidStateError, wait, as_completed, FIRST_COMPLETED, ALL_COMPLETED, FIRST_EXCEPTION

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

with ThreadPoolExecutor(max_workers=3) as pool:
    f = pool.submit(pow, 2, 10)
    print(f.result(), f.done(), f.running(), f.cancelled(), f.exception(), f.cancel())
    g = pool.submit(lambda: 1 / 0)
    print(repr(g.exception()))
    fails(g.result)
    print(list(pool.map(lambda x, y: x * y, [1, 2, 3], [4, 5, 6])), list(pool.map(str, [])))
    fs = [pool.submit(lambda n=n: n * n) for n in range(6)]
    print(sorted(x.result() for x in as_completed(fs)))
    done, rest = wait(fs)
    print(len(done), len(rest), wait([f, g], return_when=FIRST_EXCEPTION).not_done)
    seen = []
    h = pool.submit(int, "7")
    h.result()
    h.add_done_callback(lambda x: seen.append(x.result()))
    print(seen)
    m = pool.map(lambda x: 10 // x, [5, 0, 1])
    print(next(m))
    fails(next, m)
    names = list(pool.map(lambda _: threading.current_thread().name.split("_")[0], range(3)))
    print(set(x.split("-")[0] for x in names))
    gate = threading.Event()
    blocked = pool.submit(gate.wait)
    fails(blocked.result, 0.01)
    fails(blocked.exception, timeout=0.01)
    gate.set()
    print(blocked.result())
fails(pool.submit, print)
with ThreadPoolExecutor(1) as one:
    gate = threading.Event()
    first = one.submit(gate.wait)
    second = one.submit(print, "never")
    print(second.cancel(), second.cancelled(), second.done(), second.cancel())
    fails(second.result)
    fails(second.exception)
    gate.set()
f = Future()
print(f.done(), f.running(), f.set_running_or_notify_cancel(), f.running())
f.set_result(5)
print(f.result(), f.done())
fails(f.set_result, 6)
fails(f.set_exception, ValueError())
e = Future()
e.set_exception(KeyError("k"))
fails(e.result)
print(repr(e.exception()))
c = Future()
print(c.cancel(), c.set_running_or_notify_cancel(), c.cancelled())
order = []
cb = Future()
cb.add_done_callback(lambda x: order.append(1))
cb.add_done_callback(lambda x: order.append(2))
cb.set_result(0)
print(order)
print([repr(x).split(" state=")[1] for x in (f, e, c, Future())])
fails(ThreadPoolExecutor, 0)
fails(ThreadPoolExecutor, -1)
fails(ThreadPoolExecutor, "a")
fails(ThreadPoolExecutor, 1, initializer=5)
fails(wait, [f], return_when="nope")
print(
    TimeoutError is __import__("builtins").TimeoutError, issubclass(CancelledError, Exception),
    issubclass(InvalidStateError, Exception)
)
