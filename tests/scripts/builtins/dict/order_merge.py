"""Insertion order, merging with | and **, update order, sorting by value, inversion, grouping."""
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 9
del d["a"]
d["a"] = 4
print(d, list(d), list(d.values()), next(iter(d)), list(reversed(d)), d.popitem())
x, y = {"k": 1, "l": 2}, {"l": 3, "m": 4}
print(x | y, y | x, {**x, **y}, {**y, "l": 0}, dict(x, **y), dict(x, z=5))
x |= y
print(x, x == {"m": 4, "l": 3, "k": 1}, list(x.items()) == sorted(x.items()))
x.update(l=7, n=8)
x.update([("o", 1)], k="new")
print(x)
words = "the cat and the dog and the bird".split()
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda p: (-p[1], p[0])), max(counts, key=counts.get))
groups = {}
for w in words:
    groups.setdefault(len(w), []).append(w)
print(groups, {v: k for k, v in counts.items()}, {k: sorted(set(v)) for k, v in groups.items()})
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 3):
    del big[i]
big[3] = "again"
print(len(big), list(big)[:3], list(big)[-1], sum(big), 3 in big, 6 in big)
nested = {"a": {"b": {"c": 1}}}
nested["a"]["b"]["d"] = 2
copied = dict(nested)
copied["a"]["x"] = 1
print(nested, copied == nested, copied is nested, nested.copy()["a"] is nested["a"])
print(
    {1: "int"} | {True: "bool"}, {1: "int"} | {1.0: "float"}, {"a": 1}.items() == {"a": 1}.items(),
    dict(enumerate("ab"))
)
