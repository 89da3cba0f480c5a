"""IntervalLock and RWLock: owners, turns, readers and writers, contexts, errors."""
import _model
import threading, time
from ft_utils.synchronization import IntervalLock, RWLock, RWReadContext, RWWriteContext

def fails(what, *args):
    try:
        print("  no error:", what(*args))
    except Exception as e:
        print("  TypeError" if type(e) is TypeError else f"  {type(e).__name__}: {e}")

lock = IntervalLock()
print(lock.locked(), lock.lock(), lock.locked(), lock.poll(), lock.cede(), lock.locked())
fails(lock.lock)
t = threading.Thread(target=lambda: [fails(lock.unlock), fails(lock.poll), fails(lock.cede)]); t.start(); t.join()
print(lock.unlock(), lock.locked()); fails(lock.unlock); fails(lock.poll); fails(lock.cede)
with lock as inside: print(inside is lock, lock.locked())
print(lock.locked()); fails(IntervalLock, []); print(IntervalLock(interval=-1).locked(), IntervalLock(float("inf")).locked())

# Who cedes is behind those who wait, in their order.
lock = IntervalLock(1000); order = []
def wait(n):
    with lock: order.append(n)
lock.lock(); threads = []
for n in range(4):
    threads.append(threading.Thread(target=wait, args=(n,))); threads[-1].start(); time.sleep(0.03)
lock.poll(); print(order); lock.cede(); print(order); lock.unlock()
for t in threads: t.join()
lock = IntervalLock(0.01); lock.lock(); order.clear()
t = threading.Thread(target=wait, args=("p",)); t.start(); time.sleep(0.05); lock.poll(); print(order); lock.unlock(); t.join()

print("readers and writers")
rw = RWLock()
rw.lock_read(); rw.lock_read(); print(rw.readers(), rw.writers_waiting(), rw.writer_locked())
log = []
def write():
    rw.lock_write(); log.append("write"); rw.unlock_write()
def read():
    rw.lock_read(); log.append("read"); rw.unlock_read()
w = threading.Thread(target=write); w.start()
while not rw.writers_waiting(): time.sleep(0.001)
r = threading.Thread(target=read); r.start(); time.sleep(0.03); print(log, rw.readers(), rw.writers_waiting())
rw.unlock_read(); rw.unlock_read(); w.join(); r.join(); print(log, rw.readers(), rw.writers_waiting(), rw.writer_locked())
fails(rw.unlock_read); fails(rw.unlock_write)
with RWReadContext(rw) as x: print(x, rw.readers())
with RWWriteContext(rw): print(rw.writer_locked(), rw.readers())
try:
    with RWWriteContext(rw): raise KeyError("out")
except KeyError as e: print("out", rw.writer_locked())
fails(RWReadContext, lock); fails(RWWriteContext, 3)
shared = {"n": 0, "inside": 0}
def count():
    for i in range(300):
        with RWWriteContext(rw):
            shared["inside"] += 1
            assert shared["inside"] == 1
            shared["n"] += 1
            shared["inside"] -= 1
        with RWReadContext(rw): assert shared["inside"] == 0
threads = [threading.Thread(target=count) for _ in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(shared)
