# Shared values and arrays.
import multiprocessing as mp

ctx = mp.get_context('fork')


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__)


counter, ratios, text = ctx.Value('i', 5), ctx.Array('d', [1, 2, 3]), ctx.Array('c', 8)


def child(n):
    for _ in range(100):
        with counter.get_lock():
            counter.value += 1
    with ratios:
        ratios[0] += n
    text.value = b'child'


ps = [ctx.Process(target=child, args=(n,)) for n in range(3)]
for p in ps:
    p.start()
for p in ps:
    p.join()
print(counter.value, ratios[:], list(ratios), len(ratios), text.value, text.raw)
ratios[1:] = [7, 8]
print(ratios[::-1], ratios[-1])
refused(ratios.__setitem__, slice(0, 2), [1])
refused(ratios.__getitem__, 3)

for code, value in (('b', 300), ('B', -1), ('h', 40000), ('H', 70000), ('i', 2 ** 31), ('I', -1),
                    ('l', 2 ** 63), ('L', -1), ('q', -2 ** 63 - 1), ('Q', 2 ** 64), ('f', 0.1),
                    ('d', 0.1), ('c', b'x'), ('u', 'ü')):
    print(code, ctx.RawValue(code).value, ctx.RawValue(code, value).value, end='; ')
print()
for code, value in (('i', 1.5), ('i', 'x'), ('d', 'x'), ('c', b'xy'), ('u', 'xy'), ('z', 1)):
    refused(ctx.RawValue, code, value)
raw = ctx.RawArray('i', 4)
raw[:] = range(4)
print(raw[:], list(raw), bytes(memoryview(raw))[:8], ctx.RawArray('i', [9])[0])
raw = ctx.RawArray('c', b'abc\0def')
print(raw.value, raw.raw, raw[0], raw[1:3], len(raw))
raw.value = b'z'
print(raw.value, raw.raw)
refused(setattr, raw, 'value', b'x' * 9)
word = ctx.RawArray('u', 'text')
print(word.value, word[1:])
none = ctx.Value('d', lock=False)
print(none.value, hasattr(none, 'get_lock'))
lock = ctx.Lock()
mine = ctx.Value('i', 3, lock=lock)
print(mine.get_lock() is lock, mine.get_obj().value)
with mine:
    print(lock.acquire(False))
refused(ctx.Value, 'i', lock=5)
from multiprocessing.sharedctypes import copy, synchronized
twin = copy(raw)
twin[0] = b'q'
print(raw[0], twin[0], synchronized(twin).value)
