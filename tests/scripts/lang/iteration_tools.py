# enumerate, zip, map, filter, reversed, sorted with unusual inputs
class Step:
    def __init__(self, n): self.n = n
    def __iter__(self):
        for i in range(self.n):
            print(f"<{i}>", end="")
            yield i


z = zip(Step(3), Step(2))
print(list(z), list(z))
print(list(zip(Step(2), Step(3))))
m = map(lambda x: print(f"[{x}]", end="") or x, Step(2))
print("lazy", list(m), list(m))
f = filter(lambda x: x % 2, Step(4))
print(next(f), list(f))
e = enumerate(Step(2), 10 ** 20)
print(next(e), next(e), next(e, None))
print(list(enumerate("ab", -1)), list(enumerate("a", True)), [*enumerate({"k": 1})])
it = iter([1, 2, 3, 4, 5, 6])
print(list(zip(it, it)), list(zip(*[iter("abcdef")] * 3)))
it = iter(range(5))
print([next(it) for _ in range(2)], list(it), next(it, "end"))
it = iter([1, 2, 3])
for x in it:
    for y in it:
        print(x, y, end="; ")
print()
print(list(map(None.__class__, [])), list(map(str, [1, None])), list(map(max, [1, 5], [3, 2])), list(filter(lambda p: p[1], [(1, 0), (2, 1)])), list(filter(None, [0, 1, None, "", "a"])))
print(list(reversed((1, 2))), list(reversed(range(3))), list(reversed({"a": 1, "b": 2})), list(reversed({"a": 1}.items())), list(reversed([])), "".join(reversed("abc")))
print(sorted("banana"), sorted([(2, "b"), (1, "z"), (2, "a")]), sorted({3, 1}), sorted([1, 2, 3], key=lambda v: v % 2), sorted(["a", "B"], key=str.lower, reverse=True), sorted((x for x in [2, 1])), sorted([[2], [1]]), sorted(["10", "9"], key=int))
def boom(x):
    if x == 2: raise ValueError("boom")
    return x
m = map(boom, [1, 2, 3])
print(next(m))
try: next(m)
except ValueError as err: print(err)
print(next(m), next(m, "done"))
class BadIter:
    def __iter__(self): return self
    def __next__(self): raise KeyError("bad")
for fn in (list, tuple, set, sorted, sum, max, "".join, dict, any, all, lambda i: [*i], lambda i: list(map(str, i)), lambda i: list(zip(i)), lambda i: 5 in i, lambda i: [].extend(i), lambda i: {}.update(i), bytes, lambda i: next(iter(i))):
    try: fn(BadIter()); print("no error")
    except KeyError as err: print(err, end=" ")
print()
def stop():
    raise StopIteration("s")
print(list(map(lambda x: x if x < 3 else stop(), [1, 2, 3, 4])))
a = [1, 2, 3]
for i, x in enumerate(a):
    if i < 3: a.append(x * 10)
print(a)
print([x for x in zip(range(3), iter(int, 1))], dict(zip("ab", map(ord, "ab"))), max(zip([1, 3], [9, 2])), list(zip(a, a[1:], a[2:]))[:2], [list(g) for g in zip(*[[1, 2], [3, 4]])])
print(any(print(i, end=" ") or i > 1 for i in range(5)), all(print(i, end=" ") or i < 1 for i in range(5)))
