# What the functions take, logarithms to a base, closeness.
import cmath
from decimal import Decimal
from fractions import Fraction


class C:
    def __complex__(self):
        return 3 + 4j


class F:
    def __float__(self):
        return 2.0


class I:
    def __index__(self):
        return 9


class Bad:
    def __complex__(self):
        return 'x'


def call(f, *args, **kwargs):
    try:
        print(f.__name__, f(*args, **kwargs))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


for x in C(), F(), I(), Bad(), 5, True, 2.5, Fraction(1, 4), Decimal('2.25'), 'x', None, [], 10 ** 400:
    call(cmath.sqrt, x)
    call(cmath.polar, x)
    call(cmath.isnan, x)
for args in (8, 2), (8, 2j), (1j, 10), (0,), (0, 2), (2, 1), (2, 0), (), (1, 2, 3), (-1,), (1e308, 1e-308), ('x', 2), (2, 'x'):
    call(cmath.log, *args)
call(cmath.log10, 1000)
call(cmath.log10, 0)
for args, kwargs in [((1, 1), {}), ((1, 1 + 1e-10), {}), ((1, 1.1), {}), ((1, 1.1), {'rel_tol': 0.2}), ((1j, 1.05j), {'abs_tol': 0.1}), ((1, 2), {'rel_tol': -1}),
                     ((cmath.inf, cmath.inf), {}), ((cmath.inf, 1), {'rel_tol': 1}), ((cmath.nan, cmath.nan), {}), ((1, 2, 3), {}), ((1,), {}), ((1e308, -1e308), {'abs_tol': 1e300})]:
    call(cmath.isclose, *args, **kwargs)
call(cmath.rect, 1, 'x')
call(cmath.rect, 1)
call(cmath.exp, 1, 2)
call(cmath.phase, -1)
call(cmath.phase, complex(-1, -0.0))
