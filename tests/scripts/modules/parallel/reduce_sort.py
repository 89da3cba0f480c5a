"""parallel.reduce and parallel.sort: associative functions, initial values, stability, keys, reverse."""
try: import parallel
except ImportError: import _sequential as parallel
import operator

parallel.set_workers(4)
print(parallel.reduce(operator.add, range(1000)), parallel.reduce(operator.add, range(1000), 5))
print(parallel.reduce(operator.add, ["a", "b", "c"] * 40) == "abc" * 40, parallel.reduce(max, [3, 9, 2] * 30))
print(parallel.reduce(operator.add, [], "nothing"), parallel.reduce(operator.mul, [7]), parallel.reduce(operator.add, [1, 2], chunk=1))
def merge(a, b):
    out = dict(a)
    for k, v in b.items(): out[k] = out.get(k, 0) + v
    return out
print(sorted(parallel.reduce(merge, [{w: 1} for w in "the cat and the dog and the bird".split() * 20]).items()))
mixed = [(i * 7919) % 1009 for i in range(5000)]
print(parallel.sort(mixed) == sorted(mixed), parallel.sort(mixed, reverse=True) == sorted(mixed, reverse=True))
print(parallel.sort([]), parallel.sort([1]), parallel.sort("hello"), parallel.sort([2.5, 1, 3], reverse=True))
pairs = [(i % 5, i) for i in range(400)]
for reverse in (False, True):
    for chunk in (None, 1, 9):
        got = parallel.sort(pairs, key=lambda p: p[0], reverse=reverse, chunk=chunk)
        print(reverse, chunk, got == sorted(pairs, key=lambda p: p[0], reverse=reverse))
words = ["Banana", "apple", "cherry", "Apple"] * 50
print(parallel.sort(words, key=str.lower) == sorted(words, key=str.lower), parallel.sort(words)[:2])
class Only:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
print([o.n for o in parallel.sort([Only(n) for n in (5, 2, 9, 1) * 25])][::20])
print(mixed[:3])
