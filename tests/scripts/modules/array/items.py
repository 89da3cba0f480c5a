# What becomes an item of which type, and what each type refuses.
import warnings
from array import array, typecodes, ArrayType

warnings.simplefilter('ignore')
print(typecodes, ArrayType is array, array.__name__, array.__module__)
BOUNDS = [0, -1, 2**7 - 1, 2**7, 2**8 - 1, 2**8, 2**15 - 1, 2**15, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**32,
          2**63 - 1, 2**63, 2**64 - 1, 2**64, -2**7, -2**7 - 1, -2**15, -2**15 - 1, -2**31, -2**31 - 1, -2**63,
          -2**63 - 1, -2**70]
for code in 'bBhHiIlLqQ':
    print(code, array(code).itemsize)
    for value in BOUNDS:
        try:
            a = array(code, [value])
            assert a[0] == value and a.tolist() == [value]
        except OverflowError as e:
            print('   ', value, e)


class Index:
    def __index__(self):
        return 5


for code in typecodes:
    for value in (True, 1.5, 'a', 'ab', None, b'a', 1j, Index(), '\u20ac', 2**2000):
        try:
            print(code, repr(value)[:20] if not isinstance(value, Index) else 'Index', array(code, [value]))
        except Exception as e:
            print(code, type(e).__name__, e)
print(array('f', [0.1, 1e300, float('nan'), -0.0]), array('d', [0.1, 1e300]))

# Constructors.
print(array('i', (1, 2)), array('i', range(3)), array('d', array('i', [1, 2])), array('w', 'ab\u20ac'))
print(array('i', b'\1\0\0\0\2\0\0\0'), array('i', bytearray(4)), array('B', memoryview(b'ab')))
for args in ((), (1,), ('ii',), ('',), ('x',), ('i', 1), ('i', 'a'), ('i', array('w', 'a')), ('i', b'ab'), ('i', [1], 2),
             ('w', [1]), ('w', 3), ('h', b'abc'), ('\u0169',)):
    try:
        print(array(*args))
    except Exception as e:
        print(args, type(e).__name__, e)
try:
    array('i', typecode=1)
except TypeError as e:
    print(e)
for make in (lambda: array('w', b'abcd'), lambda: repr(array('w', b'\0\xd8\0\0')), lambda: repr(array('u', b'abcd'))):
    try:
        print(len(make()))
        print(make().tounicode())
    except ValueError as e:
        print(type(e).__name__, e)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    print(array('u', 'ab').tounicode())
print([str(w.message) for w in seen])
