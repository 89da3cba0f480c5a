# star expressions in displays, returns, subscripts, loops
a, b = [1, 2], (3, 4)
print([*a, *b], (*a, *b), {*a, *b}, [*a, 5, *b], (*a,), {**{}, "k": 1}, [*"xy", *{"d": 1}])


def ret():
    return *a, 3


def gen():
    yield *a, 9


print(ret(), next(gen()))
t = *a, *b
print(t)
for x in *a, *b:
    print(x, end=" ")
print()


class G:
    def __getitem__(self, k):
        return k


print(G()[*a], G()[1, *a, 2], G()[*a, *b], G()[*[]])
first, *rest = *a, *b
*lead, tail = "abc"
(x, *y), *z = [(1, 2, 3), 4, 5]
print(first, rest, lead, tail, x, y, z)
[p, *q, r] = range(2)
print(p, q, r)
for i, *j in [(1, 2, 3), (4,), "xy"]:
    print(i, j, end="; ")
print()
print([*(i for i in range(3))], [*range(3), *map(str, a)], {*"aab"} == {"a", "b"}, {**dict(a=1), **{"a": 2, "b": 3}})
print([*[*[*a]]], [[*a], [*b]], ([*a], *b))
d1, d2 = {"a": 1}, {"b": 2, "a": 0}
print({**d1, **d2}, {**d2, **d1}, {"a": 9, **d1}, {**d1, "a": 9})


class Keys:
    def keys(self):
        return "kl"

    def __getitem__(self, k):
        return ord(k)


print({**Keys()}, dict(Keys()))
