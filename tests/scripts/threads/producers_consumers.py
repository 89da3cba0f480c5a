"""Several producers, several consumers, one bounded queue, one sentinel per consumer."""
import queue, threading
q = queue.Queue(maxsize=4)
results, lock = [], threading.Lock()
def produce(n):
    for i in range(10): q.put(n * 100 + i)
def consume():
    mine = []
    while (item := q.get()) is not None: mine.append(item)
    with lock: results.append(mine)
producers = [threading.Thread(target=produce, args=(n,)) for n in range(3)]
consumers = [threading.Thread(target=consume) for _ in range(4)]
for t in producers + consumers: t.start()
for t in producers: t.join()
for _ in consumers: q.put(None)
for t in consumers: t.join()
flat = sorted(x for mine in results for x in mine)
print(len(results), len(flat), flat[:3], flat[-3:], sum(flat), q.empty())
for n in range(3):
    for mine in results:
        own = [x for x in mine if x // 100 == n]
        if own != sorted(own): print("out of order", own)
print("each consumer saw each producer in order")
pipeline = [queue.Queue() for _ in range(4)]
def stage(i, f):
    while (x := pipeline[i].get()) is not None: pipeline[i + 1].put(f(x))
    pipeline[i + 1].put(None)
stages = [
    threading.Thread(target=stage, args=(i, f)) for i, f in enumerate([lambda x: x + 1, lambda x: x * 10, str])
]
for s in stages: s.start()
for x in range(6): pipeline[0].put(x)
pipeline[0].put(None)
out = []
while (x := pipeline[3].get()) is not None: out.append(x)
for s in stages: s.join()
print(out)
