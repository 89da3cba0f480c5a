"""Hundreds of short threads: every one runs, every join returns, the counts of the threading module agree."""
import threading
from _crowd import crowd

ran = []
lock = threading.Lock()


def tiny(n):
    with lock:
        ran.append(n)


def body(index, turns):
    started = 0
    for n in turns():
        group = [threading.Thread(target=tiny, args=(n,)) for _ in range(4)]
        for thread in group:
            thread.start()
        for thread in group:
            thread.join()
        assert not any([thread.is_alive() for thread in group])
        started += 4
    return started


started = sum(crowd(body, limit=500))
assert len(ran) == started
assert threading.active_count() == 1 and threading.enumerate() == [threading.main_thread()]
print("ok thread_churn", threading.active_count())
