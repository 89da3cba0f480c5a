"""keys, values, items: live views, set algebra, iteration errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(
    k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, list(reversed(k)), list(reversed(i))
)
d["d"] = 4
del d["a"]
print(list(k), list(v), list(i))
print(
    sorted(k & {"b", "z"}), sorted(k | {"z"}), sorted(k - {"b"}), sorted(k ^ {"b", "z"}), k == {"b", "c", "d"},
    k <= {"b", "c", "d", "e"}, k > {"b"}, k.isdisjoint("xyz"), k.isdisjoint(["b"])
)
print(
    sorted(i & {("b", 2), ("q", 1)}), i == {("b", 2), ("c", 3), ("d", 4)}, sorted({"b"} | k),
    sorted(["b", "x"] & k), v == v, v == d.values(), k == d.keys(), i.isdisjoint([])
)
print(
    type(k & {"b"}).__name__, type(k).__name__, type(v).__name__, type(i).__name__, type(iter(k)).__name__,
    type(iter(v)).__name__, type(iter(i)).__name__, k.mapping == d, repr({}.keys()), repr({}.items())
)
it = iter(d)
print(next(it), it.__length_hint__(), list(it), it.__length_hint__())
def change(op):
    x = {n: n for n in range(5)}
    for key in x:
        op(x, key)
    return x
fails(change, lambda x, key: x.pop(key))
fails(change, lambda x, key: x.__setitem__(key + 100, 0))
fails(change, lambda x, key: (x.pop(key), x.__setitem__(key + 100, 0)))
fails(change, lambda x, key: x.__setitem__(key, "changed"))
fails(change, lambda x, key: x.clear())
def items():
    x = {1: 1, 2: 2}
    for a, b in x.items(): x[a + 5] = b
fails(items)
fails(lambda: k + k)
fails(lambda: k & 5)
fails(lambda: {"a": []}.items() | {1})
fails(lambda: v & v)
fails(lambda: k < 5)
fails(lambda: k[0])
fails(hash, k)
fails(next, iter({}))
fails(d.keys, 1)
fails(len, iter(d))
for a, (b, c) in {"x": (1, 2)}.items(): print(a, b, c)
print(
    [*d], {*d} == {"b", "c", "d"}, max(d, key=d.get), sum(d.values()), any(d),
    dict(sorted(d.items(), key=lambda p: -p[1]))
)
