# dicts: literal, access, methods in daily use
d = {"a": 1, "b": 2}
print(d, d["a"], len(d), "a" in d, 1 in d, {})
d["c"] = 3
d["a"] = 10
print(d, list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.get("a"), d.get("z"), d.get("z", 0), d.pop("a"), d.pop("q", None), d)
del d["b"]
print(d)
print(d.setdefault("c", 9), d.setdefault("n", 9), d)
d.update({"x": 1}, y=2); print(d)
d.update([("x", 5)]); print(d)
print({**d, "c": 0}, d | {"new": 1}, {"new": 1} | d)
d |= {"z": 26}
print(d)
print(d.popitem(), d)
print(dict(a=1), dict([("k", "v")]), dict({1: 2}, b=3), dict(zip("ab", (1, 2))), dict.fromkeys("ab", 0))
print({k: v for v, k in enumerate("abc")})
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 2})
print({1: "int", 1.0: "float", True: "bool"})
print(d.keys() & {"c", "q"}, sorted(d.keys() | {"q"}), sorted(d.keys() - {"c"}), ("c", 3) in d.items())
print(d.keys(), d.values(), d.items())
print(list(reversed({"a": 1, "b": 2})), sorted({"b": 1, "a": 2}), sorted(d.items(), key=lambda kv: kv[1]))
e = d.copy(); e.clear(); print(e, bool(e), bool(d))
nested = {"l": [1, {"deep": (1,)}]}
print(nested["l"][1]["deep"][0], nested)
r = {}
r["self"] = r
print(r)
counts = {}
for ch in "mississippi":
    counts[ch] = counts.get(ch, 0) + 1
print(counts)
for k in list(counts):
    if counts[k] == 1:
        del counts[k]
print(counts)
keys = {None: 0, (1, 2): 1, "": 2, 3.5: 3, frozenset([1]): 4}
print(keys, keys[1, 2])
for bad in ("{}['k']", "{}[0]", "{[]: 1}", "{}.pop('x')", "{}.popitem()", "dict([1])", "dict(['abc'])", "{1: 2} < {1: 3}",
            "{{}: 1}", "{1: 2} + {}", "dict(1)", "{}.update(1)", "{}[1, 2]", "{1:2}.items()[0]", "{(1, []): 2}"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
