"""queue.Queue: order, blocking, limits, join and task_done, shutdown."""
import queue, threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

q = queue.Queue()
print(
    q.empty(), q.full(), q.qsize(), q.maxsize, q.put(1), q.put("a"), q.qsize(), q.get(), q.get_nowait(), q.empty(),
    q.unfinished_tasks, q.task_done(), q.task_done()
)
fails(q.get_nowait)
fails(q.get, False)
fails(q.get, timeout=0.01)
fails(q.get, timeout=-1)
b = queue.Queue(maxsize=2)
b.put(1)
b.put_nowait(2)
print(b.full(), b.qsize())
fails(b.put_nowait, 3)
fails(b.put, 3, False)
fails(b.put, 3, timeout=0.01)
fails(b.put, 3, timeout=-1)
got = []
def consumer():
    while (item := q.get()) is not None:
        got.append(item)
        q.task_done()
    q.task_done()
t = threading.Thread(target=consumer)
t.start()
for i in range(10): q.put(i)
q.put(None)
q.join()
t.join()
print(got, q.unfinished_tasks)
fails(q.task_done)
s = queue.Queue()
s.put(1)
s.shutdown()
print(s.get())
fails(s.get)
fails(s.put, 1)
s = queue.Queue()
s.put(1)
s.shutdown(immediate=True)
fails(s.get)
w = queue.Queue()
state = []
def waiting():
    try: w.get()
    except queue.ShutDown as e: state.append(type(e).__name__)
t = threading.Thread(target=waiting)
t.start()
w.shutdown()
t.join()
print(state)
print(
    issubclass(queue.Empty, Exception), issubclass(queue.Full, Exception), type(q).__name__, queue.Empty.__module__,
    queue.ShutDown.__name__
)
fails(queue.Queue, 1, 2)
slow = queue.Queue(1)
order = []
def producer():
    for i in range(4):
        slow.put(i)
        order.append(("put", i))
t = threading.Thread(target=producer)
t.start()
out = [slow.get() for _ in range(4)]
t.join()
print(out, order)
