"""sorted: keys of several parts, stability, reverse, mixed numbers, key errors, laziness of input."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

people = [("Ann", 31), ("bob", 25), ("Cid", 31), ("dee", 25)]
print(
    sorted(people), sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: (-p[1], p[0].lower())),
    sorted(people, key=lambda p: p[0].lower(), reverse=True)
)
print(
    sorted([3, -1, 2.5, True, 0, 10**30, -2.5]), sorted("hello"), sorted({3: 1, 1: 2}),
    sorted([[2, 1], [1, 5], [1]]), sorted((1, 3, 2), reverse=True), sorted([]), sorted(range(5, 0, -1)),
    sorted([b"b", b"a"]), sorted([(1, "b"), (1, "a")]), sorted(x % 4 for x in range(8))
)
print(
    sorted([1, 0, 1, 0], key=bool), sorted(["b", "A", "a", "B"], key=str.casefold),
    sorted([0.5, float("-inf"), -0.0, 0.0, float("inf")]), sorted("a1b2", key=str.isdigit),
    sorted([True, False, True]), sorted([(2, [1]), (1, [2])])
)
l = [3, 1, 2]
print(sorted(l) is l, l, l.sort(), l)
calls = []
print(sorted([3, 1, 2], key=lambda x: calls.append(x) or -x), calls)
class Item:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        compared.append(1)
        return self.v < o.v
    def __repr__(self): return f"I{self.v}"
compared = []
print(sorted(map(Item, range(8))), len(compared))
print(
    [x for x, _ in sorted(zip("cab", range(3)))],
    sorted(sorted([(1, 2), (0, 9), (1, 0)], key=lambda p: p[1]), key=lambda p: p[0])
)
data = [(i * 37 % 101, i) for i in range(200)]
s = sorted(data, key=lambda p: p[0] % 10)
print(all(s[i][0] % 10 < s[i + 1][0] % 10 or s[i][1] < s[i + 1][1] for i in range(199)), s[:3])
r = sorted(data, key=lambda p: p[0] % 10, reverse=True)
print(all(r[i][0] % 10 > r[i + 1][0] % 10 or r[i][1] < r[i + 1][1] for i in range(199)), r[:3])
fails(sorted, [1, "a"])
fails(sorted, [None, None])
fails(sorted, 5)
fails(sorted, [1], key=lambda: 0)
fails(sorted, [1, 2], key=lambda x: 1 / (x - 1))
fails(sorted, [1], None, True)
fails(sorted, [{}, {}])
