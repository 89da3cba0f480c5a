"""Futures that depend on each other: callbacks, cancellation, timeouts, chains, waiting in several threads."""
import threading
from concurrent.futures import ThreadPoolExecutor, Future, wait, as_completed, FIRST_COMPLETED, CancelledError
def then(future, f, pool):
    out = Future()
    def done(x):
        if x.cancelled(): out.cancel()
        elif x.exception(): out.set_exception(x.exception())
        else:
            try: out.set_result(f(x.result()))
            except Exception as e: out.set_exception(e)
    future.add_done_callback(done)
    return out
with ThreadPoolExecutor(3) as pool:
    a = pool.submit(int, "5")
    b = then(then(a, lambda x: x * 2, pool), str, pool)
    c = then(then(a, lambda x: x / 0, pool), str, pool)
    print(b.result(), repr(c.exception()))
    gates = [threading.Event() for _ in range(3)]
    fs = [pool.submit(lambda g=g, i=i: g.wait() and i) for i, g in enumerate(gates)]
    gates[1].set()
    done, rest = wait(fs, return_when=FIRST_COMPLETED)
    print([f.result() for f in done], len(rest))
    order = []
    it = as_completed(fs)
    order.append(next(it).result())
    gates[2].set()
    order.append(next(it).result())
    gates[0].set()
    order.append(next(it).result())
    print(order, next(it, "end"))
    seen = []
    waiters = [threading.Thread(target=lambda: seen.append(a.result())) for _ in range(4)]
    for t in waiters: t.start()
    for t in waiters: t.join()
    print(seen)
    try:
        list(as_completed([Future()], timeout=0.01))
    except TimeoutError as e:
        print(e)
    print("pool usable", pool.submit(len, "abc").result())
f = Future()
log = []
f.add_done_callback(lambda x: log.append("first"))
f.add_done_callback(lambda x: 1 / 0)
f.add_done_callback(lambda x: log.append("third"))
import logging
logging.disable(logging.CRITICAL)
f.set_result(1)
print(log, f.result())
g = Future()
print(g.cancel(), g.cancelled(), g.done())
for call in (g.result, g.exception):
    try:
        call()
    except CancelledError as e:
        print(type(e).__name__)
h = Future()
t = threading.Timer(0.02, h.set_exception, [LookupError("late")])
t.start()
try:
    h.result(timeout=10)
except LookupError as e:
    print(e)
with ThreadPoolExecutor(2) as pool:
    tasks = {n: pool.submit(sum, range(n)) for n in (10, 100, 1000)}
    print({n: t.result() for n, t in tasks.items()})
