"""Generators and threads: one generator per thread, hand-over, a locked shared one, ValueError when re-entered."""
import threading
def numbers(n):
    for i in range(n): yield i
results = {}
def own(i): results[i] = sum(numbers(i * 100))
threads = [threading.Thread(target=own, args=(i,)) for i in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(results.items()))
g = numbers(6)
got = []
for i in range(3):
    t = threading.Thread(target=lambda: got.append((next(g), next(g))))
    t.start()
    t.join()
print(got, list(g))
class Locked:
    def __init__(self, it): self.it, self.lock = iter(it), threading.Lock()
    def __iter__(self): return self
    def __next__(self):
        with self.lock: return next(self.it)
shared = Locked(numbers(1000))
parts = [[] for _ in range(4)]
threads = [threading.Thread(target=lambda p=p: p.extend(shared)) for p in parts]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(sum(parts, [])) == list(range(1000)), all(p == sorted(p) for p in parts))
inside, leave, log = threading.Event(), threading.Event(), []
def slow():
    inside.set()
    leave.wait()
    yield "value"
s = slow()
t = threading.Thread(target=lambda: log.append(next(s)))
t.start()
inside.wait()
for attempt in (lambda: next(s), lambda: s.send(None), lambda: s.throw(KeyError), s.close):
    try:
        attempt()
    except ValueError as e:
        log.append(str(e))
print(s.gi_running, s.gi_frame is not None)
leave.set()
t.join()
print(log, list(s))
def echo():
    value = None
    while True: value = yield (value, threading.current_thread().name)
e = echo()
next(e)
out = []
for name in ("one", "two"):
    t = threading.Thread(target=lambda: out.append(e.send(threading.current_thread().name)), name=name)
    t.start()
    t.join()
print(out, e.send("main"))
def closing():
    try: yield
    finally: log.append(f"closed in {threading.current_thread().name}")
c = closing()
next(c)
t = threading.Thread(target=c.close, name="closer")
t.start()
t.join()
print(log[-1])
