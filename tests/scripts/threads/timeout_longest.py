"""The longest timeout is one that all locks take; one more is too much."""
import threading

for lock in (threading.Lock(), threading.RLock(), threading.Condition(), threading.Semaphore()):
    print(lock.acquire(timeout=threading.TIMEOUT_MAX))
    lock.release()
    try:
        lock.acquire(timeout=threading.TIMEOUT_MAX + 1)
    except OverflowError as e:
        print(type(e).__name__, e)
        continue
    lock.release()
