"""Native code that takes many items at once asks an iterator for nothing behind its end, and keeps what came before an error."""
import itertools


class Ends:
    def __init__(self, n):
        self.n, self.asked = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        if self.asked > self.n:
            raise StopIteration
        return self.asked


def asked(make, n=3):
    e = Ends(n)
    print(list(make(e)), e.asked)


asked(lambda e: e)
asked(lambda e: map(str, e))
asked(lambda e: filter(None, e))
asked(lambda e: zip(e, "abcdef"))
asked(lambda e: zip("ab", e))
asked(lambda e: enumerate(e))
asked(lambda e: itertools.chain(e, "x", [], e))
asked(lambda e: itertools.chain.from_iterable([e, [7]]))


class Own(map):
    def __next__(self):
        return super().__next__() * 2


print(list(Own(int, "123")), tuple(itertools.chain(Own(int, "12"), [9])))

# Positions of shared sources.
l = list(range(6))
it = iter(l)
print(list(zip(range(2), it)), list(it), list(it))
it = reversed(l)
print(next(it), list(it), list(it), it.__length_hint__())
it = reversed(l)
del l[3:]
print(list(it))
l = [1, 2, 3]
it = reversed(l)
next(it)
l += [4, 5]
print(list(it), l)
it = iter(l)
print(list(it))
l.append(6)
print(list(it))


# A function that changes the list it is applied to.
def shrink(x):
    if l:
        l.pop()
    return x


print(list(map(shrink, l)), l)
l = [1, 2]


def grow(x):
    if len(l) < 6:
        l.append(x * 10)
    return x


print(list(map(grow, l)), l)
l = [0, 1, 2, 3]
print(list(filter(lambda x: l.append(9) if len(l) < 6 else True, l)), l)

# Errors in the middle.
l = [5]
try:
    l.__init__(map(lambda x: 1 // x, [1, -1, 0, 2]))
except ZeroDivisionError as e:
    print(l, e)
it = itertools.chain([1], map(int, ["2", "x", "3"]), [4])
try:
    list(it)
except ValueError as e:
    print(e, list(it))


def stop(x):
    if x == 2:
        raise StopIteration
    return x


it = map(stop, [1, 2, 3])
print(list(it), list(it))
it = filter(stop, [1, 2, 3])
print(list(it), list(it))

d = dict.fromkeys("abc")
try:
    list(map(lambda k: d.setdefault(k + k), d))
except RuntimeError as e:
    print(e)
print([*l, *(1, 2), *"ab", *range(2), *[]])
a, *b, c = [1, 2, 3, 4]
print(a, b, c)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
b = [1, 2, 3]
a, *b = b
print(a, b)
r = range(10**6)
print(len(list(itertools.chain(r, iter(r)))), sum(list(iter(range(5, 0, -2)))))
