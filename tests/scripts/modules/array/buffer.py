# The memory of arrays: views of it, files, what takes bytes.
import io
import struct
import warnings
from array import array, _array_reconstructor

warnings.simplefilter('ignore')
a = array('i', [1, 2, 3])
m = memoryview(a)
print(m.format, m.itemsize, m.shape, m.nbytes, m.tolist(), m.readonly)
m[1] = -5
print(a, m[::2].tolist(), m.cast('B')[4:8].tobytes())
for change in (lambda: a.append(1), lambda: a.pop(), lambda: a.clear(), lambda: a.__delitem__(0),
               lambda: a.__setitem__(slice(0, 1), array('i')), lambda: a.__imul__(2), lambda: a.frombytes(b'abcd')):
    try:
        change()
        print('changed')
    except BufferError as e:
        print(e)
a[0] = 7
a[:] = array('i', [4, 5, 6])
a.reverse()
a.extend([])
m.release()
a.append(1)
print(a)
for code in 'bBhHiIlLqQfdwu':
    view = memoryview(array(code, 'a' if code in 'uw' else [1]))
    print(code, view.format, view.itemsize, view.nbytes)
b = array('H', [0x6261, 0x6463])
print(bytes(b), bytearray(b), b'x' + b, b','.join([b, b'z']), bytes(b) == b, bytearray(b'abcd') == b, b == bytearray(b'abcd'),
      memoryview(b) == b, memoryview(b'ab') == array('B', b'ab'), memoryview(array('i', [1])) == array('h', [1]))
print(struct.unpack('4s', b), int.from_bytes(array('B', [1, 2]), 'big'), b'abcd'.find(array('B', b'c')))
struct.pack_into('<H', b, 2, 0x7a79)
print(b)
out = io.BytesIO()
b.tofile(out)
print(out.getvalue(), out.write(array('i', [1])))
out.seek(0)
c = array('B')
c.fromfile(out, 3)
print(c)
try:
    c.fromfile(out, 100)
except EOFError as e:
    print(e, len(c))
for f, n in ((out, -1), (io.StringIO('x'), 1)):
    try:
        c.fromfile(f, n)
    except (ValueError, TypeError) as e:
        print(e)
target = array('B', bytes(4))
print(io.BytesIO(b'abcdef').readinto(target), target)
target = array('i', [0, 0])
print(io.BytesIO(b'\1\0\0\0\2\0\0\0').readinto(target), target)

# State for pickling.
for protocol in range(6):
    for x in (array('i', [1, -2]), array('d', [0.5]), array('w', 'a\u20ac'), array('Q')):
        print(x.__reduce_ex__(protocol)[1:])
for args in ((array, 'i', 9, b'\0\0\0\1'), (array, 'h', 3, b'\1\2'), (array, 'B', 1, b'\xff'), (array, 'd', 15, b'\x3f\xc0\0\0'),
             (array, 'w', 19, b'\0a\x20\xac'), (array, 'i', 5, b'\0\1\0\2'), (1, 'i', 1, b''), (int, 'i', 1, b''),
             (array, 'x', 1, b''), (array, 'i', 99, b''), (array, 'i', -1, b''), (array, 'i', 1, ''), (array, 'i', 4, b'abc'),
             (array, 'ii', 1, b''), (array, 'i', 'x', b'')):
    try:
        print(_array_reconstructor(*args))
    except Exception as e:
        print(type(e).__name__, e)
