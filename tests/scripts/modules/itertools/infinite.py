"""itertools: count, cycle, repeat, chain, accumulate, islice, takewhile, dropwhile, filterfalse, compress, starmap."""
from itertools import *

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    list(islice(count(), 3)), list(islice(count(5, -2), 3)), list(islice(count(0.5, 0.25), 3)),
    list(islice(cycle("ab"), 5)), list(cycle([])), list(repeat(1, 3)), list(islice(repeat("x"), 2)), repeat(5, 3),
    count(3), count(1, 2), count(2.5), list(repeat(1, -5))
)
print(
    list(chain("ab", [1], ())), list(chain()), list(chain.from_iterable(["ab", [1]])),
    list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], initial=10)),
    list(accumulate([])), list(accumulate("abc")), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=2))
)
print(
    list(islice("abcdef", 2)), list(islice("abcdef", 1, 4)), list(islice("abcdef", 1, None, 2)),
    list(islice("abc", 0)), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])),
    list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(filterfalse(None, [0, 1, ""])),
    list(filterfalse(lambda x: x % 2, range(5))), list(compress("abcd", [1, 0, True, ""])),
    list(starmap(pow, [(2, 3), (3, 2)]))
)
it = iter(range(10))
print(list(islice(it, 3)), next(it), list(islice(it, 1, 3)), next(it))
c = count(10**20)
print(next(c), next(c))
k = count(2**63 - 1)
print(next(k), next(k))
print(repeat(1, 5).__length_hint__(), next(chain([1], (1 / 0 for _ in "a"))))
fails(islice, [1], -1)
fails(islice, [1], 0, 5, 0)
fails(islice, [1], "a")
fails(islice, [1])
fails(islice, 5, 1)
fails(count, "a")
fails(count, 1, "a")
fails(repeat)
fails(repeat, 1, "a")
fails(cycle, 5)
fails(lambda: list(chain(5)))
fails(lambda: list(chain.from_iterable([5])))
fails(lambda: list(accumulate([1, "a"])))
fails(accumulate, 5)
fails(lambda: list(starmap(pow, [5])))
fails(compress, [1])
fails(takewhile, None)
fails(lambda: list(takewhile(5, [1])))
