"""deque and heapq at work: shortest paths on a grid by two algorithms."""

import heapq
from collections import deque

SIZE = 150


def wall(x, y):
    return (x * 7 + y * 13 + x * y) % 5 == 0 and (x, y) not in ((0, 0), (SIZE - 1, SIZE - 1))


def neighbours(x, y):
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        a, b = x + dx, y + dy
        if 0 <= a < SIZE and 0 <= b < SIZE and not wall(a, b):
            yield a, b


def breadth_first():
    distance = {(0, 0): 0}
    queue = deque(distance)
    while queue:
        here = queue.popleft()
        for there in neighbours(*here):
            if there not in distance:
                distance[there] = distance[here] + 1
                queue.append(there)
    return distance


def dijkstra():
    best, heap = {(0, 0): 0}, [(0, (0, 0))]
    while heap:
        d, here = heapq.heappop(heap)
        if d > best[here]:
            continue
        for there in neighbours(*here):
            if d + 1 < best.get(there, 1 << 60):
                best[there] = d + 1
                heapq.heappush(heap, (d + 1, there))
    return best


for _ in range(8):
    first, second = breadth_first(), dijkstra()
    assert first == second
assert len(first) > SIZE * SIZE // 2
print("deque_heap", SIZE, len(first), max(first.values()))
