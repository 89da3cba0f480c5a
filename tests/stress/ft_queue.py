"""The queues: what producers push, consumers pop, once each; waiting, polling, timeouts and shutdown together."""
import sys; sys.path.append("../scripts/modules/ft_utils"); import _model
from _crowd import crowd
from ft_utils.concurrency import AtomicInt64, ConcurrentQueue, Empty, ShutDown, StdConcurrentQueue

pushed, popped, total_in, total_out = AtomicInt64(), AtomicInt64(), AtomicInt64(), AtomicInt64()


def run(queue, put, get):
    producing = AtomicInt64(4)

    def producer(index, turns):
        global total_in
        for n in turns():
            put(queue, (index, n, [n]))
            pushed.incr()
            total_in += n
        if producing.decr() == 0:
            queue.shutdown()

    def consumer(index, turns):
        global total_out
        last = {}
        while True:
            try:
                who, n, box = get(queue, index)
            except Empty:
                continue
            except ShutDown:
                return
            assert box == [n] and last.get(who, -1) < n, (last, who, n)
            last[who] = n
            popped.incr()
            total_out += n

    crowd(producer, consumer, producer, consumer, producer, consumer, producer, consumer, seconds=0.7)
    assert pushed == popped and total_in == total_out, (pushed, popped)
    assert queue.empty() and queue.size() == 0


def push(queue, item):
    queue.push(item)
    # Not much further than the consumers: memory is not what is tested.
    while queue.size() > 1000:
        pass


def pop(queue, index):
    return queue.pop(timeout=None if index % 3 else 0.001)


run(ConcurrentQueue(), push, pop)
run(ConcurrentQueue(lock_free=True), push, pop)
run(StdConcurrentQueue(50), lambda q, item: q.put(item), lambda q, index: q.get(timeout=None if index % 3 else 0.001))
print("ok ft_queue")
