"""A cache with per-key locks: each value is computed once, waiting threads get it, errors are not kept."""
import threading
class Cache:
    def __init__(self, make): self.make, self.lock, self.entries, self.calls = make, threading.Lock(), {}, []
    def get(self, key):
        with self.lock:
            entry = self.entries.get(key)
            owner = entry is None
            if owner: entry = self.entries[key] = [threading.Event(), None, None]
        if owner:
            try:
                self.calls.append(key)
                entry[1] = self.make(key)
            except Exception as e:
                entry[2] = e
                with self.lock: del self.entries[key]
            entry[0].set()
        entry[0].wait()
        if entry[2] is not None: raise entry[2]
        return entry[1]
def make(key):
    if key < 0: raise ValueError(f"bad key {key}")
    return key * key
cache = Cache(make)
results = [[] for _ in range(8)]
def work(i):
    for k in range(50): results[i].append(cache.get(k))
threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(cache.calls) == list(range(50)), all(r == [k * k for k in range(50)] for r in results))
errors = []
def bad():
    try: cache.get(-1)
    except ValueError as e: errors.append(str(e))
threads = [threading.Thread(target=bad) for _ in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(errors, -1 in cache.entries, 1 <= cache.calls.count(-1) <= 5)
class Bounded:
    def __init__(self, n): self.n, self.data, self.lock = n, {}, threading.Lock()
    def put(self, k, v):
        with self.lock:
            self.data.pop(k, None)
            self.data[k] = v
            while len(self.data) > self.n: del self.data[next(iter(self.data))]
    def get(self, k):
        with self.lock:
            if k in self.data:
                self.data[k] = self.data.pop(k)
                return self.data[k]
b = Bounded(10)
wrong = []
def use(i):
    for k in range(300):
        b.put((i, k % 20), k % 20)
        v = b.get((i, k % 20))
        if v is not None and v != k % 20: wrong.append((i, k, v))
threads = [threading.Thread(target=use, args=(i,)) for i in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(b.data), wrong)
