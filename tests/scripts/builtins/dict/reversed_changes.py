# Reversed walks over a dict that was emptied and filled again; hashes that are known are not asked for.


def views(d):
    return reversed(d), reversed(d.keys()), reversed(d.values()), reversed(d.items())


d = {f'k{i}': i for i in range(1000)}
for i in range(1, 1000):
    del d[f'k{i}']
walks = views(d)
d.clear()
d['k0'] = 0
print([list(w) for w in walks])

d = dict.fromkeys(range(10))
for i in range(7):
    del d[i]
walks = views(d)
print([next(w) for w in walks])
d.clear()
d.update(dict.fromkeys(range(10)))
for i in range(3, 10):
    del d[i]
for w in walks:
    try:
        print(list(w))
    except RuntimeError as e:
        print(e)
    print(next(w, 'done'))


class Counted(int):
    hashed = 0

    def __hash__(self):
        Counted.hashed += 1
        return int(self)


d = dict.fromkeys(map(Counted, range(5)))
print(Counted.hashed)
s = set(d)
print(dict.fromkeys(d, 1), dict.fromkeys(s), dict.fromkeys(frozenset(d)), Counted.hashed)


class OnlyNew(set):
    def __new__(cls, items, extra=None):
        return super().__new__(cls)


try:
    OnlyNew([1], extra=2)
except TypeError as e:
    print(e)


class Clearing:
    def __init__(self, other):
        self.other = other

    def __eq__(self, x):
        self.other.clear()
        return NotImplemented


a, b = [], []
a.append(Clearing(b))
b.append(Clearing(a))
print(a == b, a, b)
