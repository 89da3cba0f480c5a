def aug(self, d, i, v):
    self.x += 1
    d[i] -= v
    self.a.b[i + 1] *= 2
    d[0] |= v
    v **= d
    return v


def chains(a, b, c):
    if a < b() < c and not (a in b or c is None):
        return a < b < c
    return a == b() == c


def walrus(x, y):
    if (n := len(y)) > 10:
        return x + (x := 3) + n
    return f(x, [x := 1])


def booleans(a, b, c):
    d = a and b or c
    return d if not a else (b or 1)


def displays(a, b):
    return [1, 2, 3], {1, 2, 3}, [*a, b], {**a, "k": b}, (1, 2), (a, *b)


def slices(x, i):
    del x[1:2], x[i]
    return x[i:], x[:-1], x[1:i:2], x["k"], x[i, ...]


def calls(f, a, kw):
    return f(*a), f(*a, 1, k=2, **kw), f.m(a, k=1), f(a)(a)
