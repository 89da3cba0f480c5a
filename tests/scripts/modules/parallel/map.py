"""parallel.map and for_each: order, chunks, empty input, shared state, nested calls, workers."""
try: import parallel
except ImportError: import _sequential as parallel
import threading

parallel.set_workers(4)
def square(x): return x * x
print(parallel.map(square, range(10)), parallel.map(square, []), parallel.map(str, "abc"))
big = parallel.map(square, range(20_000))
print(len(big), sum(big), big[:3], big[-1], big == [x * x for x in range(20_000)])
for chunk in (1, 2, 7, 1000, 10**6):
    print(chunk, parallel.map(lambda x: -x, range(20), chunk=chunk) == [-x for x in range(20)])
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def norm(self): return self.x ** 2 + self.y ** 2
points = [Point(i, i + 1) for i in range(500)]
print(sum(parallel.map(Point.norm, points)), sum(p.norm() for p in points))
made = parallel.map(lambda i: Point(i, 0), range(300))
print([p.x for p in made] == list(range(300)))
table, lock, total = {}, threading.Lock(), 0
def count(word):
    global total
    with lock:
        table[word] = table.get(word, 0) + 1
        total += 1
print(parallel.for_each(count, ["a", "b", "c", "a"] * 250), sorted(table.items()), total)
found = set()
parallel.for_each(found.add, range(1000), chunk=10)
print(len(found), parallel.workers() >= 1)
print(parallel.map(lambda n: sum(parallel.map(lambda x: x * n, range(10))), range(12)))
print(parallel.map(lambda p: p[0] + p[1], zip(range(5), range(5))), parallel.map(len, {"aa": 1, "b": 2}))
def countdown(n):
    while n: yield n; n -= 1
print(parallel.map(square, countdown(6)))
print(parallel.map(lambda x: [x] * 3, range(4)), parallel.map(lambda x: None, range(3)))
local = threading.local()
def own(x):
    local.value = x
    return local.value
print(parallel.map(own, range(100)) == list(range(100)))
