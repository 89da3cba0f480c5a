"""Signals reach the main thread while workers compute; handlers interrupt sleeps and joins."""
import os, signal, threading, time
stop = threading.Event()
def busy():
    n = 0
    while not stop.is_set():
        n += 1
workers = [threading.Thread(target=busy, daemon=True) for _ in range(3)]
for w in workers:
    w.start()
seen = []
signal.signal(
    signal.SIGUSR1, lambda n,
    f: seen.append((signal.Signals(n).name, threading.current_thread() is threading.main_thread()))
)
for _ in range(3):
    os.kill(os.getpid(), signal.SIGUSR1)
    deadline = time.monotonic() + 10
    count = len(seen)
    while len(seen) == count and time.monotonic() < deadline:
        time.sleep(0.001)
print(len(seen) >= 3, set(seen))
class Interrupted(Exception):
    pass
def raise_it(n, f):
    raise Interrupted("handler")
signal.signal(signal.SIGALRM, raise_it)
for name, wait in (
    ("sleep", lambda: time.sleep(30)), ("join", lambda: workers[0].join(30)),
    ("event", lambda: threading.Event().wait(30)), ("loop", lambda: [None for _ in iter(int, 1)])
):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    start = time.monotonic()
    try:
        wait()
        print(name, "not interrupted")
    except Interrupted as e:
        print(name, "interrupted by", e, time.monotonic() - start < 10)
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    signal.raise_signal(signal.SIGINT)
    time.sleep(5)
except KeyboardInterrupt:
    print("KeyboardInterrupt while workers run", all([w.is_alive() for w in workers]))
def other_thread():
    out.append(threading.current_thread() is threading.main_thread())
    os.kill(os.getpid(), signal.SIGUSR1)
out = []
t = threading.Thread(target=other_thread)
t.start()
t.join()
time.sleep(0.05)
print(out, seen[-1], signal.getitimer(signal.ITIMER_REAL))
stop.set()
for w in workers:
    w.join()
print([w.is_alive() for w in workers])
