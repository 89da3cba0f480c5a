"""Rich comparison: reflection, chaining, identity shortcuts, sorting, hash and equality."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class V:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"V{self.v}"
    def _cmp(op):
        def f(self, o):
            print(f"{self}.{op}({o})", end=" ")
            return getattr(self.v, f"__{op}__")(o.v) if isinstance(o, V) else NotImplemented
        return f
    for op in ("lt", "le", "eq", "gt", "ge"): locals()[f"__{op}__"] = _cmp(op)
a, b = V(1), V(2)
print(a < b, a <= b, a == b, a != b, a > b, a >= b)
print(a < b < V(3), a < b > V(9))
print(a == 5, 5 == a, a != 5)
fails(lambda: a < 5)
fails(lambda: 5 >= a)
print([a] == [V(1)], [a] == [a], a in [b, a], (a, 1) < (a, 2))
print(sorted([b, a]), max(a, b), min([b, a]))
fails(hash, a)
class Sub(V): pass
print(V(1) == Sub(1), V(1) < Sub(2))
class_eq = type("E", (), {"__eq__": lambda s, o: "truthy"})
print(class_eq() == 1, class_eq() != 1, 1 in [class_eq()], [class_eq()] == [5])
class Bad:
    def __eq__(self, o): raise RuntimeError("eq")
    __hash__ = object.__hash__
fails(lambda: Bad() == 1)
fails(lambda: [Bad()] == [1])
x = Bad()
print([x] == [x], x in [x], {x: 1}[x])
nan = float("nan")
print(nan == nan, [nan] == [nan], nan in (nan,), {nan: 1}.get(nan), (nan,) == (nan,), {nan} == {nan}, nan in {nan})
class H:
    def __init__(self, k): self.k = k
    def __hash__(self): return hash(self.k)
    def __eq__(self, o): return self.k == (o.k if isinstance(o, H) else o)
d = {H(1): "one", H("a"): "A"}
print(d[1], d["a"], H(1) in d, 1 in {H(1)}, {1} == {H(1)}, H(2) in [1, 2], len({H(1), H(1), 1}))
print(
    None == None, None == 0, () == [], 1 == 1.0 == True, "1" == 1, b"a" == "a", [1] != (1,), ... == ..., int == int,
    int != str, len == len, [].append == [].append, type(a) == V, 0.1 + 0.2 == 0.3, 10**20 == 1e20, "a" < "b" < "c",
    [1, [2, 3]] < [1, [2, 4]], {1: [2]} == {1: [2]}, {1, 2} > {1}, range(3) == range(3), (1, "a") == (1, "a")
)
for p, q in (
    (1, "a"), ([], ()), ({}, {}), (None, None), (1j, 2j), (object, int), ("a", b"a"), (len, print), ([1], ["a"]),
    ((1, None), (1, None)), ((1, None), (1, 2)), ({1}, [1])
):
    fails(lambda: p < q)
