"""queue.Queue, LifoQueue, PriorityQueue and SimpleQueue between eight threads: everything arrives once."""
import queue
from _crowd import crowd

kinds = [queue.Queue(50), queue.LifoQueue(), queue.PriorityQueue(), queue.SimpleQueue()]
DONE = 1 << 60


def produce(index, turns):
    put = kinds[index // 2].put
    total = 0
    for n in turns():
        put(n)
        total += n
    put(DONE)
    return total


def consume(index, turns):
    get = kinds[index // 2].get
    total, ended = 0, False
    while True:
        try:
            item = get(timeout=0.05) if ended else get(timeout=30)
        except queue.Empty:
            return -total
        if item == DONE:
            ended = True
        else:
            total += item


results = crowd(produce, consume, limit=40_000)
assert sum(results) == 0 and all(results)
assert all(q.empty() for q in kinds) and kinds[0].qsize() == 0
print("ok queues", len(kinds))
