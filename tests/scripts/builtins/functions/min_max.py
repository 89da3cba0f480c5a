"""min and max: iterables, arguments, keys, defaults, ties, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    min(3, 1, 2), max(3, 1, 2), min([3, 1]), max("hello"), min({5: 1, 2: 2}), max((1, 2), (1, 3)),
    min(x * x for x in (-2, 1)), max([1], [0, 9])
)
print(
    max("aa", "b", key=len), min([3, -5, 2], key=abs), max([], default="none"), min((), default=None),
    max({"a": 3, "b": 9}, key={"a": 3, "b": 9}.get), max([1, 2], default=0), min([5], key=None)
)
class V:
    def __init__(self, v, tag): self.v, self.tag = v, tag
    def __lt__(self, o): return self.v < o.v
    def __gt__(self, o): return self.v > o.v
a, b = V(1, "first"), V(1, "second")
print(min(a, b).tag, max(a, b).tag, max([b, a]).tag, min([a, b], key=lambda x: x.v).tag)
nan = float("nan")
print(min(1, nan), min(nan, 1), max(1, nan), max(nan, 1), max(1, 1.0), max(1.0, 1), max(True, 1), min(False, 0))
fails(min)
fails(max)
fails(min, 5)
fails(min, [])
fails(max, ())
fails(max, "")
fails(min, 1, 2, default=3)
fails(min, 1, "a")
fails(max, [1, None])
fails(max, [1j, 2j])
fails(min, [1], key=5)
fails(min, [1, 2], keys=5)
fails(max, [1, 0], key=lambda x: 1 / x)
fails(min, None)
