"""Globals of a module: rewritten and read without a lock, counted under one, created and deleted."""
import threading
from _crowd import crowd

pair = (0, 0)
count = 0
lock = threading.Lock()


def body(index, turns):
    global pair, count
    turns_done = 0
    names = globals()
    own = f"own_{index}"
    for n in turns():
        pair = (n, n + 1)
        a, b = pair
        assert b == a + 1
        with lock:
            count += 1
        names[own] = n
        assert names[own] == n
        if n % 10 == 0:
            del names[own]
            assert own not in names
        turns_done += 1
    return turns_done


assert sum(crowd(body)) == count
print("ok module_global")
