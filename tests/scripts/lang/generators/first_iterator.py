"""The iterator of a generator expression is its variable `.0`, which can be looked at and replaced."""
import inspect

for new in (iter([7]), [1], 5, None, range(3), iter('ab'), (x for x in [9])):
    g = (x * 2 for x in range(3))
    print(list(g.gi_frame.f_locals), '.0' in inspect.getgeneratorlocals(g))
    g.gi_frame.f_locals['.0'] = new
    try:
        print(list(g))
    except TypeError as error:
        print(error)
g = ((x, y) for x in 'ab' for y in range(2))
next(g)
print(sorted(g.gi_frame.f_locals), g.gi_frame.f_locals['x'])
print(list(g))


def f(it):
    for x in it:
        yield x


for new in (iter([7]), [1], 5):
    g = f([1, 2])
    g.gi_frame.f_locals['it'] = new
    try:
        print(list(g))
    except TypeError as error:
        print(error)
