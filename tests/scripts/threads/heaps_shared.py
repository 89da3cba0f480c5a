"""Heaps that several threads work on at once: each operation is one step, and comparisons may use heaps themselves."""
import heapq
import random
import threading

THREADS, COUNT = 6, 3000


def together(*functions):
    barrier = threading.Barrier(len(functions))
    failed = []

    def run(f):
        barrier.wait()
        try:
            f()
        except Exception as error:
            failed.append(repr(error))

    threads = [threading.Thread(target=run, args=(f,)) for f in functions]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return failed


def is_heap(h):
    return all(h[(i - 1) // 2] <= h[i] for i in range(1, len(h)))


for make in (lambda i: i, float, lambda i: (i % 7, i), lambda i: f'{i:06}'):
    heap, got = [], [[] for _ in range(THREADS)]

    def pushes(k):
        for i in random.sample(range(COUNT), COUNT):
            heapq.heappush(heap, make(i * THREADS + k))

    print(together(*[lambda k=k: pushes(k) for k in range(THREADS)]), len(heap), is_heap(heap))

    def pops(k):
        for _ in range(COUNT):
            got[k].append(heapq.heappop(heap))

    print(together(*[lambda k=k: pops(k) for k in range(THREADS)]), len(heap), all(g == sorted(g) for g in got),
          sorted(sum(got, [])) == sorted(make(i) for i in range(COUNT * THREADS)))

heap = list(range(1000))
random.shuffle(heap)
print(together(*[lambda: heapq.heapify(heap) for _ in range(THREADS)]), is_heap(heap), sorted(heap) == list(range(1000)))


def churn():
    for i in range(COUNT):
        heapq.heappushpop(heap, random.randrange(1000))
        heapq.heapreplace(heap, random.randrange(1000))


print(together(*[churn] * THREADS), len(heap), is_heap(heap))


class Inner:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        h = [3, 1, 2]
        heapq.heapify(h)
        heapq.heappush(h, 0)
        return self.n < other.n


heaps = [[], []]
lock = threading.Lock()


def own(k):
    for i in range(300):
        with lock:
            heapq.heappush(heaps[k], Inner(i))


print(together(lambda: own(0), lambda: own(1)), [len(h) for h in heaps], [heapq.heappop(heaps[0]).n for _ in range(5)])
