# States that a partial object takes and refuses.
from functools import partial


def f(*args, **kw):
    return args, kw


p = partial(f)
p.old = 1
p.__setstate__((f, (1,), {'a': 2}, {'new': 3}))
print(p.__dict__, p.args, p.keywords, p(4))
p.__setstate__((f, (), None, None))
print(p.__dict__, p.keywords, p())
for state in ((f, (), {}), (f, (), {}, {}, 1), [f, (), {}, None], (None, (), {}, None), (f, None, {}, None), (f, [], {}, None),
              (f, (), [], None), (f, (), {}, ()), (f, (), {}, 'x')):
    try:
        p.__setstate__(state)
        print('taken', len(state))
    except TypeError as e:
        print(e)
