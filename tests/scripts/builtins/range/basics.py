"""range: attributes, slices, membership, equality, huge values, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    range(5), range(1, 5), range(1, 10, 2), range(0), range(5, 0, -2), range(True), list(range(5, 0, -2)),
    list(range(0, 5, 10)), list(range(3, 3))
)
r = range(2, 20, 3)
print(
    r.start, r.stop, r.step, len(r), r[0], r[-1], r[1:3], r[::-1], r[::2], r[10:], list(r[-2:]), r.index(8),
    r.count(8), r.count(9), 11 in r, 12 in r, 8.0 in r, "a" in r, True in range(2)
)
print(
    range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2],
    range(1, 2, 5) == range(1, 3, 9), hash(range(0)) == hash(range(2, 2)), hash(range(3)) == hash(range(0, 3, 1)),
    {range(3): 1}[range(0, 3)]
)
print(
    list(reversed(range(1, 10, 4))), reversed(range(3)).__next__(), bool(range(0)), bool(range(1)),
    range(3).__reduce__()[1:], max(r), sum(r), sorted(range(3, 0, -1)), tuple(range(2)), list(range(-3, 3))
)
big = range(10**20, 10**20 + 10, 3)
print(
    big, len(big), big[1], big[-1], 10**20 + 3 in big, 10**20 + 4 in big, list(big[:2]), big.index(10**20 + 6),
    range(-10**30, 10**30)[5], range(2**63 - 1, 2**63 + 2)[-1], list(range(2**63 - 2, 2**63 + 1)),
    5 in range(10**25)
)
it = iter(range(4))
print(next(it), it.__length_hint__(), list(it), type(it).__name__, type(iter(big)).__name__)
class Ix:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(range(Ix(2), Ix(6), Ix(2)), list(range(Ix(2))), range(5)[Ix(1)], Ix(3) in range(5))
fails(range)
fails(range, 1, 2, 3, 4)
fails(range, 1.0)
fails(range, "3")
fails(range, None)
fails(range, 1, 2, 0)
fails(range, stop=3)
fails(lambda: r[99])
fails(lambda: r[-99])
fails(lambda: r["a"])
fails(lambda: r[1.0])
fails(lambda: r[::0])
fails(r.index, 3)
fails(r.index, "a")
fails(r.index)
fails(len, range(10**30))
fails(lambda: range(3) + range(3))
fails(lambda: range(3) < range(4))
fails(setattr, r, "start", 1)
fails(lambda: type("R", (range,), {}))
fails(next, iter(range(0)))
fails(lambda: range(10**30)[10**30])
def put(): r[0] = 1
fails(put)
