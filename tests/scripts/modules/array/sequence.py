# array.array as a mutable sequence.
import copy
from array import array
from collections.abc import MutableSequence

a = array('i', [3, 1, 2])
a.append(4)
a.extend([5, 6])
a.extend(array('i', [7]))
a.insert(0, 0)
a.insert(-1, 99)
a.insert(100, 100)
print(a, len(a), a.pop(), a.pop(0), a.pop(-2), a)
a.remove(3)
a.reverse()
print(a, a.index(5), a.index(5, 1), a.count(4), 4 in a, 'x' in a, isinstance(a, MutableSequence))
print(a[0], a[-1], a[1:3], a[::-1], a[::2], a[5:1], a[-2:])
a[1:3] = array('i', [10, 20, 30])
a[::3] = array('i', [-1, -2, -3])
del a[0]
del a[::2]
print(a)
a[:] = a * 2
a += array('i', [1])
a *= 2
print(a, a + a == a * 2, 3 * array('b', [1]), array('b', [1]) * -1)
b = array('i', range(10))
b[::2] = array('i')
print(b)
b[2:2] = b
print(b, list(reversed(b)), sorted(b), max(b), sum(b))
b.clear()
print(b, bool(b))
print(array('i', [1, 2]) < array('i', [1, 3]), array('i', [1]) == array('d', [1.0]), array('i', [1]) != array('b', [2]),
      array('i', [1, 2]) > array('f', [1]), array('d', [float('nan')]) == array('d', [float('nan')]),
      array('d', [0.0]) == array('d', [-0.0]), array('i') == [], array('i', [1]) < array('i', [1, 0]))
c = array('h', [1, -2, 256])
c.byteswap()
print(c, c.tobytes(), c.tolist(), copy.copy(c) == c, copy.deepcopy([c, c]), c.buffer_info()[1], c.typecode)
c.frombytes(b'ab')
c.fromlist([1, 2])
print(c)
w = array('w', 'ab')
w.fromunicode('\u20ac')
w[0] = 'z'
print(w, w.tounicode(), w.tolist(), list(w))
tests = [
    lambda: a[100], lambda: a['x'], lambda: a[1.0], lambda: a.__setitem__(100, 1), lambda: a.__delitem__(100),
    lambda: a.__setitem__(0, 'x'), lambda: a.__setitem__(slice(0, 1), [1]), lambda: a.__setitem__(slice(0, 1), c),
    lambda: a.__setitem__(slice(0, 4, 2), array('i', [1])), lambda: a[2**70], lambda: a + [1], lambda: a + c,
    lambda: a.__iadd__([1]), lambda: a.__iadd__(c), lambda: a * 1.5, lambda: a.extend(c), lambda: a.extend(1),
    lambda: a.fromlist(1), lambda: a.fromlist([1, 'x']), lambda: a.frombytes(b'abc'), lambda: a.fromunicode('x'),
    lambda: a.tounicode(), lambda: w.fromunicode(1), lambda: array('i').pop(), lambda: a.pop(100), lambda: a.pop('x'),
    lambda: a.index(1000), lambda: a.index(1, 'x'), lambda: a.remove(1000), lambda: a.insert('x', 1), lambda: hash(a),
    lambda: a < 1, lambda: a.append(), lambda: a.frombytes('x'), lambda: array('i').__reduce_ex__('x'),
]
for t in tests:
    try:
        print(t())
    except Exception as e:
        print(type(e).__name__, e)
e = array('i', [1])
try:
    e.fromlist([2, 3, 'x'])
except TypeError:
    print(e)
try:
    e.extend([2, 3, 'x'])
except TypeError:
    print(e)


class Sub(array):
    pass


s = Sub('i', [1, 2])
s.name = 'n'
print(s, s.name, type(s + s), type(s[:]), type(copy.copy(s)), s == array('i', [1, 2]))
match s:
    case [x, y]:
        print('sequence', x, y)
i = iter(array('b', [1, 2, 3]))
print(next(i), list(i), list(i), type(i))
