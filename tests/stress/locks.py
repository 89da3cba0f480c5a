"""Lock, RLock, Semaphore and Condition under eight threads: exclusion holds, counts are right, all are free at the end."""
import threading
from _crowd import crowd

lock, rlock = threading.Lock(), threading.RLock()
semaphore = threading.BoundedSemaphore(3)
state = {"lock": 0, "rlock": 0, "inside": 0, "most": 0}
guard = threading.Lock()


def body(index, turns):
    count = 0
    for n in turns():
        with lock:
            value = state["lock"]
            state["lock"] = value + 1
        with rlock:
            with rlock:
                value = state["rlock"]
                state["rlock"] = value + 1
        with semaphore:
            with guard:
                state["inside"] += 1
                state["most"] = max(state["most"], state["inside"])
            assert state["inside"] <= 3
            with guard:
                state["inside"] -= 1
        if n % 10 == 0 and lock.acquire(blocking=False):
            try:
                assert lock.locked()
            finally:
                lock.release()
        if n % 50 == 0 and lock.acquire(timeout=0.001):
            lock.release()
        count += 1
    return count


total = sum(crowd(body))
assert state["lock"] == state["rlock"] == total and state["inside"] == 0 and 1 <= state["most"] <= 3
assert not lock.locked() and rlock.acquire(blocking=False)
rlock.release()
try:
    semaphore.release()
    raise SystemExit("the semaphore was not full")
except ValueError:
    pass
print("ok locks", state["inside"])
