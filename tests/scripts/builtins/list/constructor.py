"""list(), comprehensions, repr, iteration while mutating, subclasses."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class L(list):
    def __init__(self, *a):
        super().__init__(*a)
        self.tag = "t"
print(
    list(), list("ab"), list((1, 2)), list({1: 2}), list(range(3)), list(x for x in "yz"), list([1]) == [1],
    list(map(str, [1, 2]))
)
l = L([1, 2])
print(
    l, l.tag, type(l).__name__, type(l + [3]).__name__, type(l[:]).__name__, type(l.copy()).__name__,
    isinstance(l, list), l == [1, 2]
)
print(
    [x for x in range(5) if x % 2], [(x, y) for x in "ab" for y in range(2)],
    [[c * 2 for c in r] for r in ("ab", "cd")], [x if x else -1 for x in range(3)]
)
x = "outer"
print([x for x in range(3)], x, [y := 5, y + 1], y)
a = [1, 2, 3]
for v in a:
    if len(a) < 7: a.append(v * 10)
print(a)
b = [1, 2, 3, 4, 5]
for v in b: b.remove(v)
print(b)
it = iter([1, 2, 3])
print(next(it), list(it), list(it), it.__length_hint__())
c = [1, 2]
it = iter(c)
print(list(it))
c.append(3)
print(list(it))
r = reversed([1, 2, 3])
print(next(r), list(r), type(r).__name__, type(it).__name__)
first, *rest = [1, 2, 3]
*init, last = "abc"
p, (q, *s) = 1, (2, 3, 4)
print(first, rest, init, last, p, q, s, [*range(2), *"ab", *[]])
print(
    [[]] * 2 == [[], []], repr([1, "a", None, 1.5, [2], (3,), {4: 5}]), str(["é", "\n"]), list.__name__,
    list.__hash__
)
n = []
n.append([n])
print(n)
m = [1]
m.__init__([4, 5])
print(
    m, [3].__len__(), [3].__contains__(3), [1].__add__([2]), [1].__mul__(2), [1, 2].__getitem__(0), [1].__eq__([1]),
    [1].__eq__(5), [1].__lt__((1,))
)
fails(list, 5)
fails(list, None)
fails(list, [1], [2])
fails(list, x=[1])
fails(lambda: list(1 / x for x in (1, 0)))
def un(): a, b = [1]
fails(un)
def un2(): a, b = [1, 2, 3]
fails(un2)
def un3(): a, *b, c = [1]
fails(un3)
def un4(): a, b = 5
fails(un4)
fails(lambda: [*5])
fails(next, iter([]))
fails(reversed, {1, 2})
