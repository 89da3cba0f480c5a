"""Sorted containers built on bisect: ranges, counts, interval lookups, running ranks."""
import bisect
class SortedList:
    def __init__(self, items=()):
        self.items = sorted(items)
    def add(self, x): bisect.insort(self.items, x)
    def remove(self, x):
        i = bisect.bisect_left(self.items, x)
        if i == len(self.items) or self.items[i] != x: raise ValueError(f"{x} not in list")
        del self.items[i]
    def __contains__(self, x):
        i = bisect.bisect_left(self.items, x)
        return i < len(self.items) and self.items[i] == x
    def count(self, x): return bisect.bisect_right(self.items, x) - bisect.bisect_left(self.items, x)
    def between(self, lo, hi):
        return self.items[bisect.bisect_left(self.items, lo):bisect.bisect_right(self.items, hi)]
s = SortedList([5, 1, 3])
for x in (4, 1, 9, 3, 3): s.add(x)
s.remove(5)
print(s.items, 4 in s, 5 in s, s.count(3), s.between(2, 4), s.between(100, 200))
try:
    s.remove(77)
except ValueError as e:
    print(e)
starts, names = [0, 10, 25, 100], ["low", "mid", "high", "top"]
print(
    [names[bisect.bisect(starts, x) - 1] for x in (0, 5, 10, 24.9, 25, 1000)],
    [bisect.bisect_left(starts, x) for x in (-1, 0, 1, 100, 101)]
)
ranks, seen = [], []
for x in (7, 3, 9, 3, 8, 1):
    ranks.append(bisect.bisect_left(seen, x))
    bisect.insort(seen, x)
print(ranks, seen)
people = [("ann", 25), ("bob", 30), ("cid", 41)]
print(bisect.bisect_left(people, 30, key=lambda p: p[1]), bisect.bisect_right(people, 30, key=lambda p: p[1]))
bisect.insort(people, ("dee", 28), key=lambda p: p[1])
print(people)
def lis(seq):
    tails = []
    for x in seq:
        i = bisect.bisect_left(tails, x)
        tails[i:i + 1] = [x]
    return len(tails)
print(lis([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]), lis([]), lis([5, 4, 3]), lis(range(10)))
seed, big = 1, []
for _ in range(2000):
    seed = (seed * 48271) % 2147483647
    bisect.insort(big, seed % 5000)
print(
    big == sorted(big), len(big), all(big[bisect.bisect_left(big, x)] == x for x in big[::50]),
    bisect.bisect(big, -1), bisect.bisect(big, 10**9)
)
