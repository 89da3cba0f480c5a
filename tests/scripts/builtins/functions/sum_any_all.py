"""sum, any, all: start values, short circuits, float accuracy, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    sum([]), sum([1, 2, 3]), sum([1, 2], 10), sum([1, 2], start=5), sum((0.1 for _ in range(10))),
    sum([1, 2.5, True]), sum([[1], [2]], []), sum([(1,), (2,)], ()), sum([1j, 2]), sum([10**20, 1])
)
print(
    sum([0.1] * 10) == 1.0, sum([1e100, 1.0, -1e100]), sum([1e16, 1, 1]), sum([2**62, 2**62]), sum(range(10**5)),
    sum([0.1, 0.2, 0.3]), sum([1, 1e16, -1e16]), sum([float("inf"), 1]), sum({1: 2, 3: 4}), sum([-0.0]),
    sum([-0.0], -0.0), type(sum([True, True])).__name__
)
class Add:
    def __init__(self, v): self.v = v
    def __add__(self, o): return Add(self.v + getattr(o, "v", o))
    def __radd__(self, o): return Add(self.v + o)
print(sum([Add(1), Add(2)]).v, sum([Add(1)], Add(5)).v)
def noisy(values):
    for v in values:
        print("look", v)
        yield v
print(
    any(noisy([0, "", 3, 4])), all(noisy([1, 0, 2])), any([]), all([]), any("x"), all([[]]), any({0: 1}),
    all({1: 0})
)
class Bad:
    def __bool__(self): raise ValueError("no truth")
fails(any, [0, Bad()])
fails(all, [Bad()])
fails(any, 5)
fails(all)
fails(any, [], [])
fails(sum)
fails(sum, 5)
fails(sum, ["a"])
fails(sum, ["a"], "")
fails(sum, [b"a"], b"")
fails(sum, [bytearray(b"a")], bytearray())
fails(sum, [1, None])
fails(sum, [[1]])
fails(sum, [1], 2, 3)
fails(sum, [1], begin=3)
