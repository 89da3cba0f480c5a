"""Pool details: initialisers, names, shutdown, nested submission, lazy map, order."""
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from concurrent.futures.thread import BrokenThreadPool

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

local = threading.local()
def init(v): local.v = v
with ThreadPoolExecutor(2, thread_name_prefix="pool", initializer=init, initargs=("ready",)) as p:
    print(
        set(p.map(lambda _: local.v, range(8))),
        {n.split("_")[0] for n in p.map(lambda _: threading.current_thread().name, range(4))},
        {t.daemon for t in p.map(lambda _: threading.current_thread(), range(2))}
    )
p = ThreadPoolExecutor(1)
print(p.submit(str, 5).result())
p.shutdown()
p.shutdown(wait=False)
fails(p.submit, str)
p = ThreadPoolExecutor(1)
gate = threading.Event()
a = p.submit(gate.wait)
while not a.running():
    time.sleep(0.001)
b = p.submit(str, 1)
p.shutdown(wait=False, cancel_futures=True)
gate.set()
print(a.result(), b.cancelled())
p = ThreadPoolExecutor(4)
def outer(n): return p.submit(lambda: n * 2)
print([f.result().result() for f in [p.submit(outer, n) for n in range(4)]])
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print([f.result() for f in [p.submit(fib, n) for n in range(10, 16)]])
print(
    list(p.map(len, ["a", "bb", "ccc"], timeout=10)), list(p.map(abs, iter([-1, -2]), buffersize=1)),
    list(p.map(pow, [2, 3], [3, 2], chunksize=1))
)
results = {}
futures = {p.submit(lambda x=x: x.upper()): x for x in "abc"}
for f in as_completed(futures, timeout=10): results[futures[f]] = f.result()
print(sorted(results.items()))
def failing(): raise RuntimeError("in init")
import logging
logging.disable(logging.CRITICAL)
broken = ThreadPoolExecutor(1, initializer=failing)
try: broken.submit(str, 1).result()
except BrokenThreadPool as e: print(type(e).__name__, e)
p.shutdown()
try:
    with ThreadPoolExecutor(1) as q:
        f = q.submit(str, 3)
        raise KeyError("in with")
except KeyError: print(f.result())
class Mine(Exception): pass
def raises():
    try: 1 / 0
    except ZeroDivisionError as e: raise Mine("wrapped") from e
with ThreadPoolExecutor(1) as q:
    try: q.submit(raises).result()
    except Mine as e: print(e, repr(e.__cause__))
