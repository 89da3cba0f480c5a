# Classes whose __index__, __int__ and __float__ give subclasses; lengths that only just fit.
import operator
import sys
import warnings


def show(f, *args):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            r = f(*args)
            print(repr(r), type(r).__name__, [str(w.message) for w in caught])
        except Exception as e:
            print(type(e).__name__, e)


class BadIndex:
    def __index__(self):
        return True


class Big:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Float(float):
    def __float__(self):
        return 42.0


class Wrong(float):
    def __float__(self):
        return 42


class Same(float):
    def __float__(self):
        return self


class Text(str):
    def __float__(self):
        return float(str(self)) + 1


for f in (int, operator.index, range, float, hex, [1, 2, 3].__getitem__, bytes, chr):
    show(f, BadIndex())
for x in (Float(1), Wrong(1), Same(2), Text('8')):
    show(float, x)
show(int, memoryview(b'12'))
show(int, memoryview(b'12'), 8)
show(int, bytearray(b'12'), 8)
for n in (sys.maxsize, 2**62, 2**62 - 1, -1, 2**63, -2**70):
    show(len, Big(n))
show(len, range(sys.maxsize))
show(len, range(sys.maxsize + 1))
show(len, range(-1, 2**62))
for spec in ('.6_n', '.6,n', '.6_f', '_.3f', '.,f'):
    show(format, 12345.678912, spec)


class Hidden:
    @property
    def __class__(self):
        raise OSError('no class')


show(isinstance, Hidden(), bool)
