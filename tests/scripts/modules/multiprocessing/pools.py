# Pools of processes and threads.
import multiprocessing as mp
import pickle
import time
from multiprocessing.pool import ThreadPool

ctx = mp.get_context('fork')


def square(x):
    return x * x


def add(a, b=10):
    return a + b


def fails(x):
    if x == 3:
        raise ValueError(x)
    return x


def start(n):
    global base
    base = n


def with_base(x):
    return base + x


class Odd:
    def __reduce__(self):
        raise RuntimeError('not this one')


def odd():
    return Odd()


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except BaseException as error:
        cause = error.__cause__
        print(f'{type(error).__name__}: {error}', '' if cause is None else type(cause).__name__)


def broken():
    yield 1
    yield 2
    raise KeyError('in the iterable')


def use(pool):
    print(pool.map(square, range(10)), pool.map(square, range(10), 3), pool.map(square, []))
    print(pool.starmap(add, [(1, 2), (3,)]), pool.apply(add, (1,), {'b': 5}))
    print(list(pool.imap(square, range(7))), list(pool.imap(square, range(7), 3)))
    print(sorted(pool.imap_unordered(square, range(7), 2)))
    seen = []
    result = pool.map_async(square, [1, 2], callback=seen.append)
    print(result.get(30), result.ready(), result.successful(), seen)
    result = pool.apply_async(fails, (3,), error_callback=seen.append)
    result.wait(30)
    print(result.successful(), repr(seen[-1]))
    refused(result.get)
    refused(pool.map, fails, range(6))
    it = pool.imap(fails, range(5))
    for _ in range(5):
        refused(next, it)
    refused(next, it)
    refused(list, pool.imap(square, broken()))
    refused(pool.map, square, broken())
    slow = pool.apply_async(time.sleep, (0.3,))
    refused(slow.get, 0.01)
    slow.wait()
    refused(pool.imap, square, [1], 0)
    print(pool.starmap_async(add, [(1, 1)] * 3).get())


with ctx.Pool(3) as pool:
    use(pool)
    print(pool)
    refused(pool.apply, odd)
refused(pool.apply, square, (1,))
print(pool)
with ThreadPool(3) as pool:
    use(pool)

with ctx.Pool(2, start, (100,)) as pool:
    print(pool.map(with_base, range(3)))
    pool.close()
    refused(pool.map, square, [1])
    pool.join()
with ctx.Pool(2, maxtasksperchild=2) as pool:
    print(pool.map(square, range(9), chunksize=1))
refused(ctx.Pool, 0)
refused(ctx.Pool, 1, 5)
refused(ctx.Pool, 1, maxtasksperchild=0)
pool = ctx.Pool(1)
refused(pool.join)
refused(pickle.dumps, pool)
pool.terminate()
pool.join()
refused(ctx.Pool, 1, maxtasksperchild='x')
