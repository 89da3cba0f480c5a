"""Equal numbers hash equal; known hash values of numbers and tuples; containers of mixed equal keys."""
groups = [
    [0, 0.0, -0.0, False, 0j], [1, 1.0, True, 1 + 0j], [2**61 - 2, 2 * (2**61 - 1) - 1], [10**20, 1e20],
    [0.5, 0.5 + 0j], [-1, -1.0], [2**100, 2.0**100]
]
for g in groups:
    print(g, len({hash(x) for x in g}), len(set(g)), hash(g[0]))
for n in (0, 1, -1, -2, 2**61 - 2, 2**61 - 1, 2**61, -(2**61), 2**62, 10**18, -(10**30), 2**200):
    print(n, hash(n))
for x in (0.5, -0.5, 1.5, 3.14, 1e-10, 1e300, float("inf"), float("-inf"), 0.1, 1 / 3):
    print(x, hash(x))
for t in ((), (0,), (1, 2), (1, (2, 3)), (0, 0, 0), (-1,), (1.5, 2), ((), ((),)), tuple(range(10))):
    print(t, hash(t))
print(
    hash(frozenset()), hash(frozenset([1, 2, 3])), hash(frozenset([0])), hash(1j), hash(1 + 2j),
    hash(complex(0, 1.5)), hash(True), hash(range(3)) == hash(range(0, 3)),
    hash(slice(1, 2, 3)) == hash(slice(1, 2, 3))
)
a, b = "".join(["he", "llo"]), "hello"
print(hash(a) == hash(b), hash(a.encode()) == hash(b"hello"), hash("") == hash(b"") == 0, hash((a,)) == hash((b,)))
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v
for v in (0, -1, 2**61, 2**64 + 5, -(2**70), True):
    print(v, hash(H(v)), H(v).__hash__())
d = {}
for g in groups:
    for x in g: d[x] = d.get(x, 0) + 1
print(list(d.items()))
from fractions import Fraction
from decimal import Decimal
print(
    hash(Fraction(1, 2)) == hash(0.5), hash(Decimal("0.5")) == hash(0.5), hash(Fraction(1, 3)),
    hash(Decimal("1e20")) == hash(10**20)
)
