"""dict(): all forms, comprehension, order, repr, equality, fromkeys."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    {}, dict(), dict(a=1, b=2), dict({"x": 1}), dict([("a", 1), ["b", 2], "cd"]), dict({"a": 1}, a=2, b=3),
    dict(zip("ab", (1, 2))), dict(((1, 2),))
)
print(
    {1: "a", 1.0: "b", True: "c"}, {"k": 1, "k": 2}, {**{"a": 1}, "b": 2, **{"a": 3}},
    {i: i * i for i in range(4) if i != 2}, {k: v for k, v in zip("ab", "cd")}
)
class Keys:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k * 2
class D(dict):
    def __missing__(self, key): return f"missing {key}"
print(
    dict(Keys()), dict(Keys(), r=1), {**Keys()}, D(a=1)["a"], D()["zz"], D().get("zz"),
    type(D(a=1).copy()).__name__, D(a=1) == {"a": 1}
)
print(dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), dict.fromkeys(range(2), []), type(D.fromkeys("a")).__name__)
d = {"z": 1, "a": 2, "m": 3}
del d["z"]
d["z"] = 4
d["a"] = 5
print(d, list(d), list(reversed(d)), len(d))
print(
    {1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} == {1: 2.0}, {1: 2} != {1: 3}, {} == [],
    {"a": {"b": [1]}} == {"a": {"b": [1]}}
)
r = {}
r["self"] = r
r["list"] = [r]
print(r)
print(
    {None: 1, (1, 2): 2, frozenset(): 3, 1.5: 4, "é": 5, b"b": 6, len: 7}[1, 2],
    {float("nan"): 1, float("nan"): 2}.__len__()
)
fails(dict, 5)
fails(dict, [1])
fails(dict, ["a"])
fails(dict, [(1, 2, 3)])
fails(dict, [(1, 2), ()])
fails(dict, [([], 1)])
fails(dict, {}, {})
fails(dict, None)
fails(lambda: {[]: 1})
fails(lambda: {{}: 1})
fails(lambda: {**5})
fails(lambda: {**[1]})
fails(lambda: dict(**{1: 2}))
fails(lambda: dict(a=1, **{"a": 2}))
fails(dict.fromkeys)
fails(dict.fromkeys, 5)
fails(dict.fromkeys, [[]])
fails(lambda: {} < {})
fails(lambda: {} + {})
fails(hash, {})
fails(dict.fromkeys, "a", 1, 2)
