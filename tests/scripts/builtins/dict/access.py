"""dict item access, get, setdefault, pop, popitem, membership, deletion."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = {"a": 1, "b": None}
print(
    d["a"], d.get("a"), d.get("x"), d.get("x", 5), d.get("b", 5), "a" in d, "x" in d, "x" not in d,
    d.setdefault("a", 9), d.setdefault("n"), d.setdefault("m", []), d
)
d.setdefault("m", 0).append(1)
print(d.pop("n"), d.pop("zz", "dflt"), d.pop("a"), d.popitem(), d)
d.update(q=1)
d.update({"w": 2}, e=3)
d.update([("r", 4)])
d.update()
print(d, d.popitem())
d.clear()
print(d)
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 2
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f"K{self.n}"
k = {K(i): i for i in range(6)}
print(k, k[K(3)], K(9) in k, k.pop(K(4)), k.get(K(4)))
h = {}
for i in range(500): h[i] = i
for i in range(0, 500, 2): del h[i]
for i in range(1000, 1010): h[i] = -i
print(len(h), sum(h), list(h)[:3], list(h)[-2:], h.popitem(), 1 in h, 2 in h)
print(d | {"a": 1}, {"a": 1} | {"a": 2, "b": 3}, {1: 2}.__or__([(1, 2)]))
e = {"a": 1}
f = e
e |= {"b": 2}
e |= [("c", 3)]
print(f)
def get(x, y): return x[y]
def put(x, y): x[y] = 1
def drop(x, y): del x[y]
fails(get, {}, "missing")
fails(get, {}, (1, 2))
fails(get, {"a": 1}, [])
fails(put, {}, [])
fails(put, {}, {1})
fails(drop, {}, "a")
fails(drop, {}, [])
fails({}.popitem)
fails({}.pop, "a")
fails({}.pop)
fails({}.pop, 1, 2, 3)
fails({}.get)
fails({}.get, [])
fails({}.setdefault)
fails({}.setdefault, [], 1)
fails({}.update, 5)
fails({}.update, [5])
fails({}.update, {}, {})
fails({}.clear, 1)
fails(lambda: [] in {})
fails(lambda: {} | [1])
fails({}.get, key="a")
class BadHash:
    def __hash__(self): return "x"
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise RuntimeError("eq called")
fails(put, {}, BadHash())
fails(lambda: {BadEq(): 1, BadEq(): 2})
