# threading in daily use
import threading

results = []
lock = threading.Lock()


def work(n):
    total = sum(range(n))
    with lock:
        results.append((n, total))


threads = [threading.Thread(target=work, args=(n,), name=f"w{n}") for n in (10, 100, 1000)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results), [t.name for t in threads], [t.is_alive() for t in threads])
counter = 0


def count():
    global counter
    for _ in range(5000):
        with lock:
            counter += 1


ts = [threading.Thread(target=count) for _ in range(4)]
[t.start() for t in ts]
[t.join() for t in ts]
print(counter)
ev = threading.Event()
order = []


def waiter():
    ev.wait()
    order.append("released")


t = threading.Thread(target=waiter)
t.start()
order.append("before set")
ev.set()
t.join()
print(order, ev.is_set())


class Mine(threading.Thread):
    def __init__(self, v):
        super().__init__()
        self.v = v

    def run(self):
        self.result = self.v ** 2


m = Mine(7)
m.start()
m.join()
print(m.result)
local = threading.local()
local.x = "main"
seen = []


def own():
    seen.append(hasattr(local, "x"))
    local.x = "thread"


t = threading.Thread(target=own)
t.start()
t.join()
print(seen, local.x, threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
for f in (lambda: threading.Thread(target=work).join(), lambda: m.start(), lambda: threading.current_thread().join(), lambda: lock.release(), lambda: threading.Thread(None, 1, 2, 3, 4, 5, 6, 7)):
    try:
        f()
    except (RuntimeError, TypeError) as e:
        print(type(e).__name__, e)
r = threading.RLock()
with r:
    with r:
        print("reentrant")
sem = threading.Semaphore(2)
print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False), sem.release(), lock.locked(), lock.acquire(timeout=0.01), lock.acquire(False))
lock.release()
b = threading.Barrier(3)
passed = []
ts = [threading.Thread(target=lambda: passed.append(b.wait())) for _ in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(passed))
cond = threading.Condition()
items = []
def consumer():
    with cond:
        while not items: cond.wait()
        items.append("consumed")
t = threading.Thread(target=consumer); t.start()
with cond:
    items.append("produced"); cond.notify()
t.join(); print(items)
caught = []
threading.excepthook = lambda a: caught.append((a.exc_type.__name__, str(a.exc_value)))
t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join(); print(caught)
