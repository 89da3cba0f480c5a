# Values written and read back in every version; data that is none.
import io
import marshal

values = [0, 1, -1, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**100, -2**99, 1.5, -0.0, float('inf'), float('nan'), 1j, '',
          'abc', 'é', '\ud800', 'x' * 300, b'', b'abc', bytearray(b'q'), (), (1,), tuple(range(300)), [1, [2]],
          {1: 2, 'a': [3]}, {1}, frozenset((1,)), None, True, False, ..., StopIteration, slice(1, 2, None),
          object()]
for v in values:
    row = []
    for version in range(6):
        try:
            back = marshal.loads(marshal.dumps(v, version))
            row.append(f'{type(back).__name__} {back!r:.40}')
        except ValueError as e:
            row.append(str(e))
    print(ascii(v)[:40] if type(v) is not object else 'object', ascii(sorted(set(row), key=row.index)))

x = [1]
x.append(x)
y = marshal.loads(marshal.dumps({'a': x, 'b': x}))
print(y, y['a'] is y['b'])
deep = []
for _ in range(3000):
    deep = [deep]
try:
    marshal.dumps(deep)
except ValueError as e:
    print(e)
for bad in (b'', b'i\0', b'?', b'[\xff\xff\xff\xff', b'(\1\0\0\0', b'0', b'l\1\0\0\0\xff\xff', b'r\0\0\0\0', b'z\5ab',
            b'l\1\0\0\0\0\0', b'{0', b'(\1\0\0\x000'):
    try:
        print(marshal.loads(bad))
    except Exception as e:
        print(bad, type(e).__name__, e)
f = io.BytesIO()
for v in (1, 'two', [3.0]):
    marshal.dump(v, f)
f.seek(0)
print(marshal.load(f), marshal.load(f), marshal.load(f), marshal.version)
try:
    marshal.load(f)
except EOFError as e:
    print(e)
