"""heapq: push, pop, replace, heapify, merge, nlargest, max-heap functions."""
import heapq

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

h = []
[heapq.heappush(h, x) for x in (5, 1, 8, 3, 9, 2, 1)]
print(h, h[0])
print([heapq.heappop(h) for _ in range(len(h))], h)
l = [9, 4, 7, 1, 3, 8, 2, 6]
heapq.heapify(l)
print(l, heapq.heappushpop(l, 0), heapq.heappushpop(l, 5), heapq.heapreplace(l, 10), l, heapq.heappushpop([], 5))
print(
    heapq.nlargest(3, [4, 1, 9, 7]), heapq.nsmallest(3, [4, 1, 9, 7]),
    heapq.nlargest(2, ["aaa", "b", "cc"], key=len), heapq.nsmallest(0, [1]), heapq.nsmallest(9, [2, 1]),
    heapq.nlargest(1, []), heapq.nsmallest(2, "hello"), heapq.nlargest(3, range(100)),
    heapq.nsmallest(3, [(1, "b"), (1, "a"), (0, "z")])
)
print(
    list(heapq.merge([1, 4, 7], [2, 5], [3])), list(heapq.merge()), list(heapq.merge("ad", "bc", reverse=False)),
    list(heapq.merge([5, 3], [4, 1], reverse=True)), list(heapq.merge(["b", "aaa"], ["cc"], key=len))
)
m = [3, 1, 2]
heapq.heapify_max(m)
print(m)
heapq.heappush_max(m, 5)
print(m, heapq.heappop_max(m), heapq.heapreplace_max(m, 0), heapq.heappushpop_max(m, 9), m)
t = []
[heapq.heappush(t, (p, n)) for p, n in ((2, "b"), (1, "z"), (2, "a"))]
print([heapq.heappop(t)[1] for _ in range(3)])
fails(heapq.heappop, [])
fails(heapq.heapreplace, [], 1)
fails(heapq.heappush, (1,), 2)
fails(heapq.heappush, [1], "a")
fails(heapq.heapify, (1, 2))
fails(heapq.heapify, [1, "a"])
fails(heapq.heappop, 5)
fails(heapq.nlargest, "a", [1])
fails(heapq.nlargest, 2, 5)
fails(heapq.heappush, [1])
fails(lambda: list(heapq.merge([1], ["a"])))
