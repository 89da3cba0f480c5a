"""The queues and the gathering iterator: order, waiting, timeouts, shutdown, failures."""
import _model
import threading, time
from ft_utils.concurrency import (
    ConcurrentGatheringIterator, ConcurrentQueue, Empty, Full, ShutDown, StdConcurrentQueue,
)
from ft_utils.local import LocalWrapper

def fails(what, *args, **kw):
    try:
        print("  no error:", what(*args, **kw))
    except Exception as e:
        print("  TypeError" if type(e) is TypeError else f"  {type(e).__name__}: {e}")

def later(function, *args):
    def run():
        time.sleep(0.05)
        function(*args)
    t = threading.Thread(target=run)
    t.start()
    return t

class Breaking(dict):
    def __setitem__(self, key, value): raise OSError("cannot store")

for lock_free in (False, True):
    print("lock_free", lock_free)
    q = ConcurrentQueue(lock_free=lock_free)
    for i in range(5): q.push(i)
    print(q.size(), q.empty(), [q.pop() for _ in range(3)], q.size(), q.pop_local(), type(q.pop_local()).__name__, q.empty())
    t = later(q.push, "late"); print(q.pop(), q.size()); t.join()
    t = later(q.push, "late"); print(q.pop(timeout=20)); t.join()
    fails(q.pop, 0); fails(q.pop, timeout=0.02); fails(q.pop, timeout=-1)
    q.push("after"); print(q.size(), q.pop(), q.size())
    q.push(1); q.push(2); q.shutdown(); fails(q.push, 3); print(q.pop(), q.pop()); fails(q.pop); fails(q.pop, 0)
    q = ConcurrentQueue(3, lock_free); q.push(1); q.shutdown(immediate=True); fails(q.pop); fails(q.push, 1)
    q = ConcurrentQueue(lock_free=lock_free); t = later(q.shutdown); fails(q.pop); t.join()
    q = ConcurrentQueue(lock_free=lock_free); q._dict = Breaking(); fails(q.push, 1); fails(q.pop)
    # Several producers and consumers: nothing is lost, each producer's items come in their order.
    q = ConcurrentQueue(lock_free=lock_free); got = [[] for _ in range(3)]
    def produce(n):
        for i in range(300): q.push((n, i))
    def consume(n):
        while (item := q.pop()) is not None: got[n].append(item)
    producers = [threading.Thread(target=produce, args=(n,)) for n in range(3)]
    consumers = [threading.Thread(target=consume, args=(n,)) for n in range(3)]
    for t in producers + consumers: t.start()
    for t in producers: t.join()
    for _ in consumers: q.push(None)
    for t in consumers: t.join()
    print(sorted(sum(got, [])) == [(n, i) for n in range(3) for i in range(300)], q.size())
    print(all([i for m, i in g if m == n] == sorted(i for m, i in g if m == n) for g in got for n in range(3)))

print("queue.Queue's methods")
q = StdConcurrentQueue(2)
q.put(1); q.put_nowait(2); print(q.qsize(), q.full(), q.empty())
fails(q.put, 3, block=False); fails(q.put, 3, timeout=0.02); fails(q.put_nowait, 3); fails(q.put, 3, timeout=-1); fails(q.get, timeout=-1)
t = later(q.get); q.put(3); t.join(); print(q.get(), q.get_nowait()); fails(q.get_nowait); fails(q.get, False); fails(q.get, timeout=0.02)
for _ in range(3): q.task_done()
q.join(); fails(q.task_done)
q.put("x"); t = later(q.task_done); q.join(); t.join(); print(q.get())
q = StdConcurrentQueue(1); q.put(1); t = later(q.shutdown); fails(q.put, 2); t.join(); print(q.get()); fails(q.get)
q = StdConcurrentQueue(-5); print(q.full()); q.put(1); q.shutdown(immediate=True); q.join(); fails(q.get)

print("gathering")
g = ConcurrentGatheringIterator()
for i in (3, 1, 0, 2): g.insert(i, i * i)
print(list(g.iterator(2, clear=False)), list(g.iterator(3)), [type(x).__name__ for x in (g.insert(0, 5), *g.iterator_local(0))])
t = later(g.insert, 0, "late"); print(list(g.iterator(0))); t.join()
def insert(n):
    for i in range(n, 400, 4): g.insert(i, i)
threads = [threading.Thread(target=insert, args=(n,)) for n in range(4)]
for t in threads: t.start()
print(list(g.iterator(399)) == list(range(400)))
for t in threads: t.join()
print(list(g.iterator(-1))); g._dict = Breaking(); fails(g.insert, 0, 1); fails(lambda: list(g.iterator(0)))
