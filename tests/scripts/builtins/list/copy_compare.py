"""Copies, aliasing, comparison and equality of nested lists."""
a = [1, [2, 3]]
b, c, d = a, a[:], list(a)
b.append(4)
c[1].append("shared")
print(a, b is a, c, d, a == b, c == d, a is not c)
print(
    [1, 2] < [1, 2, 0], [1, 3] > [1, 2, 9], [[1], 2] < [[1], 3], [] < [[]], [2] >= [1, 5], ["a"] < ["b"],
    [1, 2] != [2, 1]
)
print([0] * 3, [[0]] * 2, sum([[1], [2]], []), [1] + [2] * 2, [None] * 2 == [None, None])
grid = [[0] * 2 for _ in range(2)]
grid[0][1] = 5
wrong = [[0] * 2] * 2
wrong[0][1] = 5
print(grid, wrong, wrong[0] is wrong[1])
x = [3, 1]
x += x
x *= 2
x[1:3] += [9]
print(x, x.copy() is x, sorted(x) == x, x == list(tuple(x)))
e = []
for i in range(4):
    e = [e, i]
print(e, str(e) == repr(e))
p = q = []
p += [1]
p = p + [2]
print(p, q)
def change(l, m=[]):
    l.append(len(m))
    m.append(l)
    return m
first = []
change(first)
print(change([]), first)
