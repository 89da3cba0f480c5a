"""OrderedDict as a queue, and changed while it is compared or copied."""
from collections import OrderedDict

d = OrderedDict.fromkeys(range(5))
for i in range(20):
    key, _ = d.popitem(last=False)
    d[key + 5] = None
    if i % 3 == 0:
        d.move_to_end(next(iter(d)))
print(list(d))
while d:
    print(d.popitem(last=False)[0], end=' ')
print()
n = 60000
d = OrderedDict.fromkeys(range(n))
for i in range(n):
    d.popitem(last=False)
    d[n + i] = None
print(len(d), d.popitem(last=False), d.popitem())
d.clear()
d['x'] = 1
print(d.popitem(last=False))


class Key:
    def __init__(self, act):
        self.act = act

    def __hash__(self):
        return 7

    def __eq__(self, other):
        if self.act:
            self.act.pop()()
        return True


one, two = OrderedDict(), OrderedDict()
one[1] = one[2] = two[1] = two[2] = 0


class Sub(OrderedDict):
    def __getitem__(self, key):
        self.clear()
        return 'v'


try:
    Sub([(1, 1), (2, 2)]).copy()
except RuntimeError as error:
    print(error)


class Other(OrderedDict):
    def __getitem__(self, key):
        return 'seen'


print(Other([(1, 2)]).copy())
acts = []
a, b = OrderedDict([(0, 0), (Key(acts), 0), (2, 0)]), OrderedDict([(0, 0), (Key(acts), 0), (2, 0)])
acts[:] = [a.clear, lambda: None]
try:
    print(a == b)
except RuntimeError as error:
    print(error)
