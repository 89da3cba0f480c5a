"""sleep and timeouts overlap between threads: waiting threads do not add up."""
import threading, time, queue
start = time.monotonic()
threads = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(10)]
for t in threads: t.start()
for t in threads: t.join()
print("ten sleeps overlap", time.monotonic() - start < 1.5)
def timed(f):
    begin = time.monotonic()
    value = f()
    return value, time.monotonic() - begin
lock = threading.Lock()
lock.acquire()
event, cond, q, sem = threading.Event(), threading.Condition(), queue.Queue(), threading.Semaphore(0)
for name, f, expected in (
    ("lock", lambda: lock.acquire(timeout=0.05), False), ("event", lambda: event.wait(0.05), False),
    ("semaphore", lambda: sem.acquire(timeout=0.05), False)
):
    value, seconds = timed(f)
    print(name, value is expected, 0.04 < seconds < 5)
def empty():
    try: q.get(timeout=0.05)
    except queue.Empty: return "Empty"
value, seconds = timed(empty)
print("queue", value, 0.04 < seconds < 5)
def condition():
    with cond: return cond.wait(0.05)
value, seconds = timed(condition)
print("condition", value, 0.04 < seconds < 5)
t = threading.Thread(target=event.wait)
t.start()
value, seconds = timed(lambda: t.join(0.05))
print("join", value, t.is_alive(), 0.04 < seconds < 5)
event.set()
t.join()
busy = []
def spin():
    end = time.monotonic() + 0.2
    n = 0
    while time.monotonic() < end: n += 1
    busy.append(n > 100)
spinner = threading.Thread(target=spin)
spinner.start()
ticks = 0
while spinner.is_alive():
    time.sleep(0.01)
    ticks += 1
spinner.join()
print("main runs beside a spinning thread", ticks > 2, busy)
print(time.sleep(0), time.perf_counter() >= 0, time.thread_time() >= 0, time.process_time() >= 0)
