# lists: literal, index, methods in daily use
a = [3, 1, 2]
print(a, len(a), a[0], a[-1], a[1:], [], [[]], [1, [2, [3]]])
a.append(5); print(a)
a.extend("xy"); print(a)
a.insert(0, "first"); a.insert(-1, "mid"); a.insert(100, "end"); print(a)
print(a.pop(), a.pop(0), a)
a.remove("x"); print(a)
a = [3, 1, 2]
a.sort(); print(a)
a.sort(reverse=True); print(a)
a.reverse(); print(a)
print(sorted(["b", "A", "c"]), sorted(["b", "A", "c"], key=str.lower), sorted("hello", reverse=True))
print([1, 2] + [3], [0] * 3, 2 * [1, 2], [1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0])
print(a.index(2), a.count(1), 2 in a, 9 in a, 9 not in a)
b = a
b.append(4)
c = a.copy()
c.append(99)
print(a, b is a, c is a, c)
a += [7]
a *= 2
print(a, b is a)
a.clear()
print(a, b)
print(list("abc"), list(range(3)), list({1: 2}), list(()))
print([x * x for x in range(5)], [x for x in range(10) if x % 2], sum([1, 2, 3]), min([4, 2]), max([4, 2]))
grid = [[0] * 3 for _ in range(2)]
grid[0][1] = 5
print(grid)
shared = [[0]] * 2
shared[0].append(1)
print(shared)
r = [1]
r.append(r)
print(r, r[1][1][0])
print(any([0, 1]), all([0, 1]), any([]), all([]), list(map(abs, [-1, 2])), list(filter(None, [0, 1, "", "a"])))
for bad in ("[][0]", "[1][5]", "a['a']", "[].pop()", "[1].remove(2)", "[1].index(2)", "[1] + (2,)", "[1] * 1.5",
            "[1].pop(3)", "[1] < 1", "[1, 'a'].sort()", "[1].foo", "hash([1])", "[1].append()", "[1].append(1, 2)"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
