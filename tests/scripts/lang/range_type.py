# range objects
print(range(5), range(1, 5), range(1, 5, 2), range(0), range(5, 0, -1))
print(list(range(5)), list(range(2, 8, 3)), list(range(5, 0, -2)), list(range(0)), list(range(3, 1)), list(range(1, 4, 10)))
r = range(0, 20, 3)
print(len(r), r[2], r[-1], r[1:4], r[::-1], 9 in r, 10 in r, 9.0 in r, "a" in r, r.index(6), r.count(6), r.count(7))
print(r.start, r.stop, r.step, r == range(0, 21, 3), range(0) == range(5, 5), hash(r) == hash(range(0, 21, 3)), r != [])
print(range(10 ** 30)[10 ** 29], 10 ** 25 in range(10 ** 30), range(-10 ** 20, 10 ** 20, 10 ** 19)[3], list(range(10 ** 20, 10 ** 20 + 3)))
print(bool(range(0)), bool(range(1)), list(reversed(range(4))), list(reversed(range(0, 10, 3))), max(range(5)), sum(range(101)))
it = iter(range(3))
print(next(it), next(it), next(it), next(it, "end"), it.__length_hint__())
print(type(iter(range(3))).__name__, type(iter(range(10 ** 30))).__name__, type(reversed(range(2))).__name__)
print([i for i in range(-5, 6, 5)], tuple(range(True, 3)), set(range(2)))
for bad in ("range(1.5)", "range('a')", "range()", "range(1, 2, 0)", "range(1, 2, 3, 4)", "range(5)[5]", "range(5)[-6]", "range(5)['a']",
            "range(5).index(9)", "range(3) + range(3)", "range(stop=5)", "len(range(10**30))", "range(3) < range(4)", "range(None)", "range(5).index('x')"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
try:
    range(3).start = 5
except AttributeError as e:
    print(e)
try:
    class R(range):
        pass
except TypeError as e:
    print(e)
