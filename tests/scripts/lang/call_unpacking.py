# calls with * and **: order, errors, sources of every kind
def show(*a, **k):
    print(a, k)


class Seq:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        print("iter", end=" ")
        return iter(self.items)


class Mapping:
    def keys(self):
        print("keys", end=" ")
        return ["x", "y"]

    def __getitem__(self, k):
        return k * 2


show(*Seq(1, 2), *Seq(3))
show(**Mapping())
show(*{"a": 1}, **{"b": 2})
show(*(i for i in range(3)), 9)
show(*"ab", c=1, *"de")
show(*[], **{})
show(k=1, *[2], **{"z": 3})


def ev(x):
    print(f"ev{x}", end=" ")
    return x


show(ev(1), *[ev(2)], k=ev(3), *[ev(4)], **{"m": ev(5)}, n=ev(6))
show(*[1], *{2}, *(3,), *range(4, 6), *{7: 8})


class BadIter:
    def __iter__(self):
        raise ValueError("bad iter")


class BadKeys:
    def keys(self):
        raise KeyError("bad keys")


class NotStr:
    def keys(self):
        return [1]

    def __getitem__(self, k):
        return k


class C:
    def method(self, *args):
        return args


import functools
for text in ("show(*BadIter())", "show(**BadKeys())", "show(**NotStr())", "show(*1)", "show(1, *None)", "show(**None)", "show(**'ab')",
             "show(a=1, **{'a': 2})", "show(**{'a': 1}, **{'a': 2})", "show(**{'a': 1}, a=2)", "C().method(*1)", "C().method(**{'k': 1})", "print(*5)",
             "len(*[1, 2])", "len(**{'x': 1})", "int(*['1'], **{'bad': 1})", "[].append(*[])", "functools.partial(show, 1, k=2)(3, k=4)",
             "max(*[])", "max(*[1, 2], **{'key': lambda v: -v})", "dict(**{'a': 1}, b=2)", "dict(a=1, **{'a': 2})"):
    try:
        r = eval(text)
        if r is not None:
            print(text, r)
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
f = C().method
print(f(1, *[2, 3]), C.method(None, 4), [*map(lambda *a: a, [1, 2], "ab")])
print((lambda **k: k)(**{"not an identifier": 1}))
print("{}{}{k}".format(*"ab", **{"k": "c"}), max(*[3, 1], 2), list(zip(*[(1, 2), (3, 4)])))
