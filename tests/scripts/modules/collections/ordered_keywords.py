# Methods of OrderedDict by keyword, copies with their attributes.
import copy
from collections import OrderedDict


class Sub(OrderedDict):
    pass


for cls in (OrderedDict, Sub):
    d = cls.fromkeys(iterable='abc', value=0)
    print(d, cls.fromkeys('ab'), type(d) is cls)
    print(d.setdefault(key='a', default=5), d.setdefault('d'), d.setdefault('e', default=6), d)
    print(d.pop(key='a'), d.pop('zz', default=7), d.pop('zz', 8), d)
    try:
        d.pop('zz')
    except KeyError as e:
        print('KeyError', e)
    d.x = ['x']
    for c in (copy.copy(d), copy.deepcopy(d)):
        print(c == d, type(c) is cls, c.x, c.x is d.x)
    print('__copy__' in dir(cls))
