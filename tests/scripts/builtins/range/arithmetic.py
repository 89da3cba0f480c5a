"""range as a sequence: slices of slices, comparison with lists, loops that change the variable."""
for r in (range(10), range(1, 10, 3), range(10, 0, -3), range(0), range(5, 5), range(-5, 6, 5)):
    l = list(r)
    print(
        r, l, len(r) == len(l), r[1:], list(r[1:]) == l[1:], r[::-1], list(r[::-1]) == l[::-1], r[::2],
        list(r[::2]) == l[::2], r[-2:], list(reversed(r)) == l[::-1], [x in r for x in (0, 4, 5)]
    )
r = range(0, 100, 7)
print(
    r[3:12][::2], list(r[3:12][::2]), r[3:12][::2][1], r.index(49), r.count(50), min(r), max(r), sum(r),
    sorted(r, reverse=True)[:2]
)
for i in range(3):
    i *= 10
    print(i, end=" ")
print(i, [i for i in range(2)], i)
total = 0
for a in range(3):
    for b in range(a, 3):
        if b == 1:
            continue
        total += a * 10 + b
else:
    total += 1000
print(
    total, list(zip(range(3), range(10, 0, -5))), list(map(lambda x: x ** 2, range(4))), dict.fromkeys(range(2)),
    [*range(2), *range(2)], tuple(range(3)) + (9,)
)
print(
    range(3) == range(0, 3, 1), range(0, 4, 2) == range(0, 3, 2), range(3) != [0, 1, 2],
    hash(range(5)) == hash(range(0, 5)), range(2)[True], range(10)[slice(2, 5)], 3 in range(10), 3.0 in range(10),
    "3" in range(10), 2**100 in range(10)
)
