"""Every iterator stays exhausted, copies the right length hint, and survives changes of its container."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

makers = {
    "list": lambda: iter([1, 2]), "tuple": lambda: iter((1, 2)), "str": lambda: iter("ab"),
    "dict": lambda: iter({1: 2, 3: 4}), "values": lambda: iter({1: 2, 3: 4}.values()),
    "items": lambda: iter({1: 2, 3: 4}.items()), "set": lambda: iter({1, 2}), "range": lambda: iter(range(2)),
    "bytes": lambda: iter(b"ab"), "bytearray": lambda: iter(bytearray(b"ab")),
    "memoryview": lambda: iter(memoryview(b"ab")), "enumerate": lambda: enumerate("ab"),
    "zip": lambda: zip("ab", "cd"), "map": lambda: map(str, [1, 2]), "filter": lambda: filter(None, [1, 2]),
    "reversed": lambda: reversed([1, 2]), "revdict": lambda: reversed({1: 2, 3: 4}),
    "revrange": lambda: reversed(range(2)), "genexpr": lambda: (x for x in "ab"),
    "callable": lambda: iter(iter([1, 2, 0]).__next__, 0)
}
for name, make in makers.items():
    it = make()
    print(
        name, type(it).__name__, iter(it) is it, next(it), next(it), next(it, "end"), next(it, "end"), list(it),
        getattr(make(), "__length_hint__", lambda: "-")()
    )
l = [1, 2, 3]
it = iter(l)
next(it)
l.append(4)
del l[0]
print(list(it), l)
l.extend([5, 6])
print(list(it))
r = reversed(l)
next(r)
l.clear()
print(list(r), list(r))
d = {1: 1, 2: 2}
it = iter(d)
next(it)
d[3] = 3
fails(next, it)
fails(next, it)
s = {1, 2}
it = iter(s)
s.add(3)
fails(next, it)
ba = bytearray(b"abc")
it = iter(ba)
next(it)
ba.clear()
print(list(it))
z = zip([1, 2, 3], iter([1]))
print(list(z), list(z))
a, b = iter([1, 2, 3, 4]), None
print(list(zip(a, a)), [*map(lambda x, y: (x, y), *[iter(range(4))] * 2)], list(zip(*[iter("abcdef")] * 3)))
class Bad:
    def __next__(self): raise ValueError("broken")
    def __iter__(self): return self
for f in (
    list, tuple, sum, max, sorted, set, dict.fromkeys, "".join, any, all, enumerate, lambda x: [*x],
    lambda x: 1 in x, lambda x: dict(x), lambda x: bytes(x), lambda x: list(zip("a", x)),
    lambda x: next(map(str, x))
):
    fails(f, Bad())
