# Values of builtin types: the bytes of their pickles in each protocol, what comes back, and what is left to the general way.
import hashlib
import pickle
import random


def shown(name, value):
    sums = []
    for protocol in range(6):
        data = pickle.dumps(value, protocol)
        back = pickle.loads(data)
        assert type(back) is type(value) and pickle.dumps(back, protocol) == data, name
        sums.append(f'{len(data)}:{hashlib.md5(data).hexdigest()[:8]}')
    print(name, *sums)


# Circles.
loop = []
loop.append(loop)
pair = ([], 'end')
pair[0].append(pair)
five = ([], 1, 2, 3, 4)
five[0].append(five)
table = {}
table['self'] = table
for name, value in ('list', loop), ('pair', pair), ('five', five), ('dict', table):
    shown(f'circle of {name}', value)

shared = 'shared text'
twins = frozenset([('a',)])
for name, value in {
    'shared': [shared, (shared, shared), {shared: shared}],
    'frozensets': [twins, twins],
    'floats': [1.5, -0.0, float('inf'), 1e-300],
    'singletons': [None, True, False],
    'empty': [(), [], {}, set(), frozenset(), ''],
    'bytes': [b'abc', bytes(255), bytes(256), bytearray(b'xyz')],
    'nested': {'a': [1, (2, {'b': {3}})], 'c': ((((),),),)},
    'text': ['é€😀', 'x' * 255, 'x' * 256, 'lone \ud800'],
}.items():
    shown(name, value)

# Sizes of ints.
for bits in 0, 7, 8, 15, 16, 31, 32, 62, 63, 64, 2031, 2032, 2039, 2040, 8000:
    for sign in 1, -1:
        n = sign << bits
        shown(f'{sign} << {bits}', [n - 1, n, n + 1])

# Batches and frames.
for n in 1, 2, 999, 1000, 1001, 2000, 2001:
    shown(f'list of {n}', list(range(n)))
    shown(f'dict of {n}', {i: i for i in range(n)})
    shown(f'set of {n}', set(range(n)))
    shown(f'frozenset of {n}', frozenset(range(n)))
for n in 65534, 65535, 65536, 70000:
    shown(f'text of {n}', 'x' * n)
    shown(f'bytes of {n}', [bytes(n), 1, 'abc', bytearray(n), 'abc'])
shown('frames', list(range(60000)))
shown('frames of texts', [str(i) * 1000 for i in range(100)])
many = [str(i) for i in range(400)]
shown('long numbers of the memo', many + many)

rng = random.Random(5)


def value(depth):
    kind = rng.randrange(8 if depth else 4)
    if kind == 0:
        return rng.choice([1, -1]) * rng.getrandbits(rng.choice([1, 8, 16, 31, 32, 40, 64, 100]))
    if kind == 1:
        return rng.random()
    if kind < 4:
        return ''.join(rng.choice('aé€😀') for _ in range(rng.choice([2, 5, 90, 300])))
    n = rng.choice([0, 1, 2, 3, 4, 10])
    if kind == 4:
        return tuple(value(depth - 1) for _ in range(n))
    if kind < 7:
        return [value(depth - 1) for _ in range(n)]
    return {f'{i} key': value(depth - 1) for i in range(n)}


shown('random', [value(4) for _ in range(200)])

# Deeper than the native way goes.
deep = []
for _ in range(600):
    deep = [deep]
print(len(pickle.dumps(deep)), pickle.loads(pickle.dumps(deep))[0][0] != [])


# A part that is not plain.
class Point:
    def __init__(self, x):
        self.x = x


class Text(str):
    pass


mixed = pickle.loads(pickle.dumps([1, Point([2]), Text('t'), range(3)]))
print(mixed[1].x, type(mixed[2]).__name__, mixed[3])

# Broken pickles.
for data in b'', b'N', b'.', b'\x80\x09N.', b'\x80\x05K', b'(.', b']K\x01(a.', b'h\x05.', b'}](N]u.', b'\x95\xff\0\0\0\0\0\0\0N.':
    try:
        print(data, pickle.loads(data))
    except Exception as error:
        print(data, type(error).__name__)
for data in bytearray(b'K\x01.'), memoryview(b'K\x02.trailing'), b'\x80\x04]\x94(K\x01K\x02e.':
    print(pickle.loads(data))
try:
    pickle.loads('text')
except TypeError as error:
    print(error)


# Functions of native modules are no methods.
class Holder:
    dump, dumps, load, loads = pickle.dump, pickle.dumps, pickle.load, pickle.loads


print(Holder().loads(Holder().dumps([1, 2])), Holder().dumps is pickle.dumps)
print(pickle.dumps.__module__, pickle.loads.__name__)

for call in (lambda: pickle.dumps(1, 6), lambda: pickle.dumps(1, -1), lambda: pickle.dumps(1, protocol=3),
             lambda: pickle.dumps(obj=1), lambda: pickle.dumps(1, fix_imports=False)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)

# Frames in frames, and instructions across the end of one.
for data in (b'\x80\x04\x95\x0c\0\0\0\0\0\0\0N\x95\0\0\0\0\0\0\0\0NN.', b'\x80\x04\x95\x03\0\0\0\0\0\0\0C\nhelloworld.',
             b'\x80\x04\x95\x02\0\0\0\0\0\0\0NN.', b'\x80\x04\x95\0\0\0\0\0\0\0\0\x95\x02\0\0\0\0\0\0\0K\x07.'):
    try:
        print(pickle.loads(data))
    except pickle.UnpicklingError as error:
        print(error)
