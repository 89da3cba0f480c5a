"""Priority queues at work: a scheduler, running medians, merging streams, top N, Dijkstra."""
import heapq, itertools
counter = itertools.count()
queue = []
def add(priority, name): heapq.heappush(queue, (priority, next(counter), name))
for p, n in ((3, "write"), (1, "urgent"), (2, "read"), (1, "second urgent"), (3, "last")): add(p, n)
order = []
while queue: order.append(heapq.heappop(queue)[2])
print(order)
def medians(values):
    low, high, out = [], [], []
    for v in values:
        heapq.heappush(low, -heapq.heappushpop(high, v))
        if len(low) > len(high): heapq.heappush(high, -heapq.heappop(low))
        out.append(high[0] if len(high) > len(low) else (high[0] - low[0]) / 2)
    return out
print(medians([5, 2, 8, 1, 9, 3]))
graph = {"a": {"b": 7, "c": 3}, "b": {"d": 2}, "c": {"b": 1, "d": 8}, "d": {"e": 1}, "e": {}}
def shortest(start):
    best, heap, via = {start: 0}, [(0, start)], {}
    while heap:
        d, n = heapq.heappop(heap)
        if d > best[n]: continue
        for m, w in graph[n].items():
            if d + w < best.get(m, 1e9):
                best[m], via[m] = d + w, n
                heapq.heappush(heap, (d + w, m))
    return best, via
best, via = shortest("a")
path = ["e"]
while path[-1] != "a": path.append(via[path[-1]])
print(best, path[::-1])
print(
    list(heapq.merge([1, 5, 9], [2, 6], range(0, 10, 4))),
    heapq.nlargest(3, "the quick brown fox".split(), key=len), heapq.nsmallest(2, [(3, "c"), (1, "z"), (2, "b")])
)
seed, data = 7, []
for _ in range(500):
    seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
    data.append(seed % 1000)
h = data[:]
heapq.heapify(h)
print(
    all(h[(i - 1) // 2] <= h[i] for i in range(1, len(h))), [heapq.heappop(h) for _ in range(500)] == sorted(data),
    heapq.nlargest(5, data) == sorted(data)[-5:][::-1], h
)
class Task:
    def __init__(self, name, due): self.name, self.due = name, due
    def __lt__(self, o): return self.due < o.due
tasks = [Task("c", 3), Task("a", 1), Task("b", 2)]
heapq.heapify(tasks)
print([heapq.heappop(tasks).name for _ in range(3)])
codes = [(f, [s, ""]) for s, f in {"a": 45, "b": 13, "c": 12, "d": 16, "e": 9, "f": 5}.items()]
heapq.heapify(codes)
while len(codes) > 1:
    lo, hi = heapq.heappop(codes), heapq.heappop(codes)
    heapq.heappush(
        codes, (lo[0] + hi[0], *([x[0], "0" + x[1]] for x in lo[1:]), *([x[0], "1" + x[1]] for x in hi[1:]))
    )
print(sorted(codes[0][1:]))
