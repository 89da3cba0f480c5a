# Every function at ordinary, special and extreme arguments; the last digits are those of the C library.
import cmath
from math import inf, nan

print(sorted(n for n in dir(cmath) if not n.startswith('__')))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.nan, cmath.infj, cmath.nanj)
parts = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1e-310, 1e-160, 3.7e150, 1e308, -1.7e308, 709.5, -710.2, inf, -inf, nan]
names = ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cos', 'cosh', 'exp', 'log', 'log10', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'phase', 'polar',
         'isfinite', 'isinf', 'isnan']


def show(z):
    if isinstance(z, complex):
        # The sign of what is no number says nothing.
        return '(%s, %s)' % tuple('nan' if x != x else '%.13g' % x for x in (z.real, z.imag))
    if isinstance(z, tuple):
        return tuple('nan' if x != x else '%.13g' % x for x in z)
    return 'nan' if z != z else z if z in (True, False) else '%.13g' % z


for name in names:
    f = getattr(cmath, name)
    for re in parts:
        for im in parts:
            if name == 'phase' and abs(im) < 1e-100 < abs(re):
                # Whether an angle too small for a double is an error depends on the library.
                continue
            try:
                print(name, re, im, show(f(complex(re, im))))
            except (ValueError, OverflowError) as e:
                print(name, re, im, type(e).__name__, e)
for r in parts:
    for phi in parts:
        try:
            print('rect', r, phi, show(cmath.rect(r, phi)))
        except (ValueError, OverflowError) as e:
            print('rect', r, phi, type(e).__name__, e)
