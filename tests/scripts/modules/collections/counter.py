"""collections.Counter: counting, arithmetic, most_common, errors."""
from collections import Counter

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

c = Counter("abracadabra")
print(c, c["a"], c["z"], c.most_common(2), c.most_common(), c.total(), sorted(c.elements()), len(c))
c.update("aaz")
c.subtract({"a": 10, "q": 1})
print(sorted(c.items()), +c, -c)
del c["nothing"]
del c["a"]
print("a" in c, c["a"])
a, b = Counter(x=3, y=1), Counter({"x": 1, "y": 2, "z": 0})
print(
    a + b, a - b, a & b, a | b, a == b, a <= b, a < a, a >= Counter(x=1), Counter(x=0) == Counter(), a != b,
    a ^ b if hasattr(a, "__xor__") else "no xor"
)
a += b
print(a)
a -= Counter(x=9)
print(a)
a |= b
a &= Counter(y=5)
print(
    a, Counter(), Counter(None), Counter([]), Counter({1: 2}, k=3), Counter(a=-1), repr(Counter({"b": 1, "a": 2})),
    Counter("aab").copy(), type(Counter("a").copy()).__name__, dict(Counter("ab"))
)
print(
    Counter([3, 1, 3]).most_common(1), Counter("aabb").most_common(), Counter("a").most_common(0),
    list(Counter("bab")), Counter({1: 1.5})[1], isinstance(c, dict)
)
fails(Counter, 5)
fails(Counter, [[]])
fails(Counter, 1, 2)
fails(Counter.fromkeys, "ab")
fails(c.update, 5)
fails(lambda: a + {"x": 1})
fails(c.most_common, "a")
fails(c.popitem)
fails(lambda: a < 5)
