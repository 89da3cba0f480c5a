"""Recipes built from itertools: chunks, windows, round robin, primes, unique, powerset, flattening."""
from itertools import *
import operator, collections
def take(n, it): return list(islice(it, n))
def window(it, n):
    its = tee(it, n)
    for i, x in enumerate(its):
        next(islice(x, i, i), None)
    return zip(*its)
def powerset(s): return chain.from_iterable(combinations(s, r) for r in range(len(s) + 1))
def round_robin(*its):
    pending = collections.deque(map(iter, its))
    while pending:
        it = pending.popleft()
        for x in it:
            yield x
            pending.append(it)
            break
def unique(it, key=None):
    seen = set()
    for x in it:
        k = x if key is None else key(x)
        if k not in seen:
            seen.add(k)
            yield x
def partition(pred, it):
    a, b = tee(it)
    return filterfalse(pred, a), filter(pred, b)
def sieve():
    yield 2
    composites = {}
    for n in count(3, 2):
        p = composites.pop(n, None)
        if p is None:
            composites[n * n] = n
            yield n
        else:
            x = n + 2 * p
            while x in composites:
                x += 2 * p
            composites[x] = p
print(
    take(5, count(3)), list(window(range(6), 3)), ["".join(p) for p in powerset("abc")],
    "".join(round_robin("ABC", "D", "EF")), list(unique("AbBaC", str.lower)),
    [list(p) for p in partition(lambda x: x % 2, range(6))], take(12, sieve())
)
print(
    list(starmap(operator.mul, zip(range(4), range(4, 8)))), dict(zip("ab", count(1))),
    list(accumulate(range(1, 7), operator.mul)), [k + str(len(list(g))) for k, g in groupby("aaabccd")],
    list(chain(*[[1, 2], [3]])), sum(compress(range(10), cycle([1, 0]))),
    max(map(len, (list(g) for _, g in groupby([1, 1, 2, 2, 2]))))
)
print(
    next(filter(lambda n: n * n > 200, count())), list(zip_longest(*[iter("abcdefg")] * 3, fillvalue="-")),
    ["".join(b) for b in batched("abcdefg", 3)], [a + b for a, b in pairwise("wxyz")],
    list(islice(accumulate(repeat(2), operator.mul), 8)), sorted(set(map("".join, permutations("aab")))),
    len(list(product(range(3), repeat=4)))
)
print(
    all(a == b for a, b in zip(combinations(range(5), 2), ((i, j) for i in range(5) for j in range(i + 1, 5)))),
    list(takewhile(lambda x: x < 30, accumulate(count(1)))), list(dropwhile(str.isspace, "  ab ")),
    [tuple(g) for _, g in groupby(enumerate([1, 2, 3, 7, 8]), lambda p: p[0] - p[1])]
)
