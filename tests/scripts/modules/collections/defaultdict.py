"""collections.defaultdict, OrderedDict and ChainMap."""
from collections import defaultdict, OrderedDict, ChainMap

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, d.get("zz"), "zz" in d, d.default_factory, dict(d))
d.default_factory = None
fails(lambda: d["q"])
n = defaultdict(int, {"x": 1}, y=2)
n["z"] += 5
print(n, n.copy(), type(n.copy()).__name__, n | {"w": 0}, n == {"x": 1, "y": 2, "z": 5})
print(defaultdict(lambda: "v")["k"], defaultdict(None), defaultdict(), defaultdict(dict)["a"].setdefault("b", 1))
class M(defaultdict):
    def __missing__(self, k): return f"own {k}"
print(M(int)["q"], len(M(int)))
fails(defaultdict, 5)
fails(lambda: defaultdict(lambda x: 1)["a"])
fails(lambda: defaultdict(lambda: 1 / 0)["a"])
fails(lambda: defaultdict(int)[[]])
o = OrderedDict(b=1, a=2)
o["c"] = 3
o.move_to_end("b")
print(o, list(o), o.popitem(), o.popitem(last=False), o)
o.update(z=1, y=2)
o.move_to_end("z", last=False)
print(o, list(reversed(o)), list(o.items()))
print(
    OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1},
    OrderedDict([(1, 2)]), OrderedDict(), OrderedDict.fromkeys("ab", 0), o.copy() == o, o | {"k": 1},
    o.pop("nope", None), o.setdefault("n", 5)
)
fails(o.move_to_end, "nope")
fails(OrderedDict().popitem)
fails(o.pop, "nope")
fails(lambda: o["nope"])
fails(OrderedDict, 5)
def mutate():
    for k in o: o["new" + k] = 1
fails(mutate)
c = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(c, c["a"], c["b"], len(c), sorted(c), c.maps, c.get("z"), "b" in c, c.parents)
c["n"] = 9
del c["a"]
print(c, c["a"], c.new_child({"q": 1}), dict(c) == {"a": 2, "b": 3, "n": 9}, c.popitem(), ChainMap())
fails(lambda: c["zz"])
fails(lambda: c.__delitem__("b"))
fails(c.pop, "b")
fails(ChainMap().popitem)
