"""Counting with a lock, with itertools.count, with a queue, with one slot per thread."""
import itertools, queue, threading
N, ROUNDS = 5, 1000
def together(target):
    group = [threading.Thread(target=target, args=(i,)) for i in range(N)]
    for g in group: g.start()
    for g in group: g.join()
lock, total = threading.Lock(), 0
def with_lock(i):
    global total
    for _ in range(ROUNDS):
        with lock: total += 1
together(with_lock)
print(total)
counter, got = itertools.count(), [[] for _ in range(N)]
def with_count(i): got[i].extend(next(counter) for _ in range(ROUNDS))
together(with_count)
print(next(counter), sorted(sum(got, [])) == list(range(N * ROUNDS)), all(g == sorted(g) for g in got))
slots = [0] * N
def own_slot(i):
    for _ in range(ROUNDS): slots[i] += 1
together(own_slot)
print(slots, sum(slots))
q = queue.SimpleQueue()
def to_queue(i):
    for k in range(ROUNDS // 100): q.put(1)
together(to_queue)
print(sum(q.get() for _ in range(q.qsize())))
d = {}
def setdefaults(i):
    for k in range(ROUNDS): d.setdefault(k % 50, []).append(i)
together(setdefaults)
print(len(d), {len(v) for v in d.values()})
s = set()
together(lambda i: s.update(range(i * 10, i * 10 + 15)))
print(len(s), sorted(s)[-1])
class Account:
    def __init__(self): self.balance, self.lock = 0, threading.RLock()
    def change(self, n):
        with self.lock: self.balance += n
    def move(self, other, n):
        first, second = sorted((self, other), key=id)
        with first.lock, second.lock:
            self.change(-n)
            other.change(n)
a, b = Account(), Account()
together(lambda i: [a.move(b, 1) if i % 2 else b.move(a, 2) for _ in range(100)])
print(a.balance, b.balance, a.balance + b.balance)
