"""Read-modify-write of dictionary values under one lock: the sums are right."""
import threading
from _crowd import crowd

shared = {}
lock = threading.Lock()


def body(index, turns):
    count = 0
    for n in turns():
        with lock:
            shared[n % 10] = shared.get(n % 10, 0) + 1
            shared["total"] = shared.setdefault("total", 0) + 1
        count += 1
    return count


counts = crowd(body)
assert shared["total"] == sum(counts) == sum(shared[i] for i in range(10))
assert not lock.locked()
print("ok dict_locked_counts", len(shared))
