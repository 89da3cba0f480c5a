"""zip, map, filter, enumerate, reversed: laziness, strictness, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    list(zip()), list(zip("ab")), list(zip("abc", [1, 2], range(9))), dict(zip("ab", "cd")),
    list(zip(*[(1, 2), (3, 4)])), list(zip("ab", "cd", strict=True))
)
print(
    list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(pow, (2, 3), (3, 2))),
    list(map(None.__class__, [])), list(map(lambda *a: a, "ab", "cd", "ef"))
)
print(
    list(filter(None, [0, 1, "", "a", [], None])), list(filter(str.isupper, "aBcD")),
    list(filter(lambda x: x % 2, range(6)))
)
print(
    list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("a", start=-1)), list(enumerate([], 1)),
    next(enumerate("x", 10**20)), list(reversed("abc")), list(reversed(range(3))), list(reversed({1: 2, 3: 4})),
    list(reversed([]))
)
def noisy(tag, n):
    for i in range(n):
        print("make", tag, i)
        yield i
z = zip(noisy("a", 2), noisy("b", 1))
print(next(z))
print(next(z, "end"))
m = map(lambda x: print("call", x) or x, noisy("m", 2))
print("made")
print(next(m), list(m))
for o in (zip("a"), map(str, "a"), filter(None, "a"), enumerate("a"), reversed("a")):
    print(type(o).__name__, iter(o) is o, hasattr(o, "__next__"), list(o), list(o))
class Seq:
    def __len__(self): return 3
    def __getitem__(self, i):
        print("item", i)
        return i * 10
class Rev:
    def __reversed__(self): return "custom"
print(list(reversed(Seq())), reversed(Rev()))
it = reversed(Seq())
next(it)
print(it.__length_hint__())
print(list(map(max, [1, 5], [3, 2], strict=True)))
fails(lambda: list(zip("ab", "a", strict=True)))
fails(lambda: list(zip("a", "ab", strict=True)))
fails(lambda: list(zip("a", "a", "ab", strict=True)))
fails(lambda: list(zip("ab", "ab", "a", strict=True)))
fails(lambda: list(map(max, "ab", "a", strict=True)))
fails(zip, 5)
fails(zip, "a", 5)
fails(zip, "a", nope=1)
fails(map)
fails(map, str)
fails(map, str, 5)
fails(lambda: list(map(5, "a")))
fails(lambda: list(map(len, [1])))
fails(lambda: list(map(lambda: 0, "a")))
fails(filter)
fails(filter, None)
fails(filter, None, 5)
fails(lambda: list(filter(5, "a")))
fails(enumerate)
fails(enumerate, 5)
fails(enumerate, "a", "b")
fails(enumerate, "a", 1.5)
fails(enumerate, "a", x=1)
fails(reversed)
fails(reversed, 5)
fails(reversed, {1})
fails(reversed, iter([]))
fails(next, zip())
