"""Kinds of keys: numbers that are equal, tuples, frozen sets, instances, strings of all widths."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = {
    1: "one", "1": "text", (1,): "tuple", frozenset([1]): "frozen", None: "none", 1.5: "float", b"1": "bytes",
    True: "true", 2**70: "big", "é": "latin", "😀": "wide", (): "empty", int: "type", ...: "dots"
}
print(
    d[1], d[1.0], d[True], d["1"], d[1,], d[frozenset({1})], d[None], d[3 / 2], d[b"1"], d[2**70], d["é"],
    d["\U0001f600"], d[()], d[int], d[...], len(d)
)
print(
    {0: "a", False: "b", 0.0: "c", -0.0: "d", 0j: "e"}, {-1: 1, -2: 2}, {float("inf"): 1}[float("inf")],
    {10**20: 1}[1e20], {"a" + "b": 1}["ab"]
)
class K:
    hashes = 0
    def __init__(self, v): self.v = v
    def __hash__(self):
        K.hashes += 1
        return 42
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
ks = [K(i) for i in range(5)]
table = {k: k.v for k in ks}
print(len(table), table[K(3)], K(9) in table, K.hashes, table.pop(K(0)), [k.v for k in table])
class Mutating:
    def __init__(self, d): self.d = d
    def __hash__(self): return 1
    def __eq__(self, o):
        self.d.clear()
        return False
m = {}
m[Mutating(m)] = 1
m[Mutating(m)] = 2
print(len(m) in (1, 2))
for bad in ([], {}, set(), bytearray(), slice([]), ([],), (1, {})):
    fails(lambda: {bad: 1})
    fails(lambda: {}.get(bad))
    fails(lambda: bad in {})
class NoHash:
    __hash__ = None
fails(lambda: {NoHash(): 1})
class EqOnly:
    def __eq__(self, o): return True
fails(hash, EqOnly())
