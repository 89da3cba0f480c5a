# Locks, semaphores, conditions, events, barriers between forked processes.
import multiprocessing as mp
import os
import threading

ctx = mp.get_context('fork')


def refused(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


def in_child(f, *args):
    here, there = ctx.Pipe(False)
    p = ctx.Process(target=lambda: there.send(f(*args)))
    p.start()
    result = here.recv()
    p.join()
    return result


lock = ctx.Lock()
print(lock, lock.acquire(), lock, lock.acquire(False), lock.acquire(timeout=0.01), lock.locked())
print(in_child(lambda: (repr(lock), lock.acquire(False))))
in_child(lock.release)
print(lock, lock.locked())
refused(lock.release)

rlock = ctx.RLock()
with rlock, rlock:
    print(rlock, rlock._semlock._count(), rlock._semlock._is_mine())
    print(in_child(lambda: (repr(rlock), rlock.acquire(False))))
    box = []
    t = threading.Thread(target=lambda: box.append((repr(rlock), rlock.acquire(False))), name='T')
    t.start()
    t.join()
    print(box)
print(rlock)
refused(rlock.release)

sem = ctx.Semaphore(2)
print(sem, sem.get_value(), sem.acquire(), sem.acquire(), sem.acquire(False), sem.get_value())
in_child(lambda: [sem.release() for _ in range(3)] and None)
print(sem.get_value())
bounded = ctx.BoundedSemaphore(1)
print(bounded)
bounded.acquire()
bounded.release()
refused(bounded.release)
refused(ctx.Semaphore, -1)

# counting under a lock, with memory that is shared
import mmap
memory = mmap.mmap(-1, 8)


def count(n):
    for _ in range(n):
        with lock:
            memory[:] = (int.from_bytes(memory[:], 'little') + 1).to_bytes(8, 'little')


ps = [ctx.Process(target=count, args=(500,)) for _ in range(4)]
for p in ps:
    p.start()
for p in ps:
    p.join()
print(int.from_bytes(memory[:], 'little'))

event = ctx.Event()
print(event.is_set(), event.wait(0.01))
done = ctx.Semaphore(0)
ps = [ctx.Process(target=lambda: event.wait(30) and done.release()) for _ in range(3)]
for p in ps:
    p.start()
event.set()
for p in ps:
    p.join()
print(event.is_set(), done.get_value(), event.wait())
event.clear()
print(event.is_set())

cond = ctx.Condition()
ready, woken = ctx.Semaphore(0), ctx.Semaphore(0)


def sleeper():
    with cond:
        ready.release()
        print(cond.wait(30), end=' ', flush=True)
    woken.release()


ps = [ctx.Process(target=sleeper) for _ in range(3)]
for p in ps:
    p.start()
for _ in ps:
    ready.acquire()
with cond:
    cond.notify(1)
woken.acquire()
print(flush=True)
with cond:
    print(cond.wait(0.01), cond.wait_for(lambda: 7), cond.wait_for(lambda: 0, 0.01), flush=True)
    cond.notify_all()
for p in ps:
    p.join()
print()
refused(cond.notify)
refused(cond.wait)
print(ctx.Condition(ctx.Lock()), ctx.Condition())

barrier = ctx.Barrier(3, timeout=30)
log = ctx.SimpleQueue()


def meets(n):
    for turn in range(3):
        log.put((turn, barrier.wait() in range(3)))


ps = [ctx.Process(target=meets, args=(n,)) for n in range(2)]
for p in ps:
    p.start()
meets(2)
for p in ps:
    p.join()
print(sorted(log.get() for _ in range(9)), barrier.parties, barrier.n_waiting, barrier.broken)
barrier.abort()
refused(barrier.wait)
barrier.reset()
print(barrier.broken)
