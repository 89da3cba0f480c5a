"""AtomicInt64 loses no change, AtomicReference no object; BatchExecutor gives each result once; locks keep others out."""
import sys; sys.path.append("../scripts/modules/ft_utils"); import _model
import gc, itertools
from _crowd import THREADS, crowd
from ft_utils.concurrency import AtomicInt64, AtomicReference
from ft_utils.local import BatchExecutor, LocalWrapper
from ft_utils.synchronization import IntervalLock, RWLock, RWReadContext, RWWriteContext

count, bits, made, ended = AtomicInt64(), AtomicInt64(), AtomicInt64(), AtomicInt64()
number, slot = AtomicReference(0), AtomicReference()
batches = BatchExecutor(itertools.count().__next__, 50)
rw, interval = RWLock(), IntervalLock(0.0001)
guarded = {"rw": 0, "interval": 0}


class Noisy:
    def __init__(self): made.incr()
    def __del__(self):
        ended.incr()
        number.get()


def worker(index, turns):
    global count, bits
    mine, swaps = [], 0
    local_count = LocalWrapper(count)
    for n in turns():
        count += 3
        local_count.incr()
        count -= 2
        bits ^= 1 << index
        while True:
            old = number.get()
            if number.compare_exchange(old, old + 1):
                break
        previous = slot.exchange(Noisy())
        assert previous is None or isinstance(previous, Noisy)
        if n % 3 == 0:
            slot.set(None)
        elif n % 3 == 1:
            seen = slot.get()
            slot.compare_exchange(seen, None)
        mine.append(batches.load())
        with RWWriteContext(rw):
            guarded["rw"] += 1
        with RWReadContext(rw):
            guarded["rw"]
        with interval:
            guarded["interval"] += 1
            interval.poll()
            guarded["interval"] += 1
        swaps = n + 1
    return swaps, mine


results = crowd(worker, limit=4000)
turns = sum(r[0] for r in results)
loads = list(itertools.chain.from_iterable(r[1] for r in results))
assert count == 2 * turns and number.get() == turns, (count, turns, number.get())
assert bits == sum((r[0] % 2) << i for i, r in enumerate(results))
assert len(set(loads)) == len(loads) == turns
assert guarded == {"rw": turns, "interval": 2 * turns}
slot.set(None)
gc.collect()
assert made == ended == turns, (made, ended)
print("ok ft_atomics")
