"""itertools: product, permutations, combinations, groupby, tee, zip_longest, pairwise, batched."""
from itertools import *

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

j = lambda it: ["".join(map(str, x)) for x in it]
print(
    j(product("ab", "xy")), j(product("ab", repeat=2)), j(product()), list(product([], "a")),
    j(permutations("abc")), j(permutations("abc", 2)), j(permutations("ab", 3)), j(permutations("a", 0)),
    len(list(permutations(range(6))))
)
print(
    j(combinations("abcd", 2)), j(combinations("ab", 3)), j(combinations("ab", 0)),
    j(combinations_with_replacement("abc", 2)), j(combinations_with_replacement("", 2)),
    list(combinations([1, 1], 2))
)
print(
    [(k, list(g)) for k, g in groupby("aabbca")],
    [(k, len(list(g))) for k, g in groupby([1, 3, 2, 4, 5], lambda x: x % 2)], list(groupby([]))
)
g = groupby("aab")
k1, g1 = next(g)
k2, g2 = next(g)
print(k1, list(g1), k2, list(g2))
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a))
x, y, z = tee("ab", 3)
print(list(x), list(z), list(y), tee([], 0), len(tee([1], 4)))
import copy
t, = tee([1, 2, 3], 1)
next(t)
u = copy.copy(t)
print(list(t), list(u))
print(
    list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(zip_longest("a", "")),
    list(pairwise("abcd")), list(pairwise("a")), list(batched("abcdefg", 3)), list(batched([], 2)),
    j(batched("abcd", 2, strict=True))
)
fails(product, 5)
fails(product, "a", repeat=-1)
fails(product, "a", foo=1)
fails(permutations, "a", -1)
fails(permutations, "a", "b")
fails(combinations, "a")
fails(combinations, "a", -1)
fails(combinations, 5, 1)
fails(combinations_with_replacement, "a", -1)
fails(groupby, 5)
fails(groupby)
fails(lambda: list(groupby([1], 5)))
fails(tee, 5)
fails(tee, [], -1)
fails(tee, [], "a")
fails(zip_longest, 5)
fails(zip_longest, "a", fill=1)
fails(pairwise, 5)
fails(batched, "a", 0)
fails(batched, "a")
fails(lambda: list(batched("abc", 2, strict=True)))
