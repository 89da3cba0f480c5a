# concurrent.futures.ProcessPoolExecutor
import concurrent.futures as cf
import multiprocessing as mp
import os
import tempfile
import time
from concurrent.futures.process import BrokenProcessPool


def square(x):
    return x * x


def fails(x):
    raise KeyError(x)


def dies(path):
    # Not before all tasks are submitted: a broken pool refuses them.
    while not os.path.exists(path):
        time.sleep(0.01)
    os._exit(1)


def start(n):
    global base
    base = n


def with_base(x):
    return base + x


def bad_start():
    raise OSError('no')


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def use(ctx):
    with cf.ProcessPoolExecutor(2, ctx) as ex:
        print(ex.submit(pow, 2, 10).result(), list(ex.map(square, range(8), chunksize=3)))
        print(list(ex.map(pow, [1, 2, 3], [4, 5, 6], buffersize=1)))
        future = ex.submit(fails, 'k')
        refused(future.result)
        print('fails' in str(future.exception().__cause__))
        try:
            ex.submit(lambda: 1).result()
        except Exception as error:
            print(type(error).__name__)
        print(ex.submit(square, 3).result())
        done, left = cf.wait([ex.submit(square, n) for n in range(5)])
        print(sorted(f.result() for f in done), left)
        print(sorted(f.result() for f in cf.as_completed([ex.submit(square, n) for n in range(5)])))
        refused(next, ex.map(time.sleep, [0.5], timeout=0.01))
    refused(ex.submit, square, 1)
    with cf.ProcessPoolExecutor(2, ctx) as ex, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'now')
        futures = [ex.submit(dies, path), *(ex.submit(time.sleep, 10) for _ in range(3))]
        open(path, 'w').close()
        print([type(f.exception()).__name__ for f in futures])
        refused(ex.submit, square, 1)
    with cf.ProcessPoolExecutor(1, ctx, start, (10,)) as ex:
        print(list(ex.map(with_base, range(3))))
    ex = cf.ProcessPoolExecutor(1, ctx)
    futures = [ex.submit(time.sleep, 0.2) for _ in range(10)]
    ex.shutdown(cancel_futures=True)
    print(any(f.cancelled() for f in futures), all(f.done() for f in futures))
    ex = cf.ProcessPoolExecutor(1, ctx)
    future = ex.submit(time.sleep, 30)
    while not future.running():
        time.sleep(0.01)
    ex.kill_workers()
    print(type(future.exception()).__name__)


if __name__ == '__main__':
    for name in ('fork', 'forkserver'):
        print(name)
        use(mp.get_context(name))
    with cf.ProcessPoolExecutor(1, max_tasks_per_child=2) as ex:
        print(len({ex.submit(os.getpid).result() for _ in range(6)}))
    refused(cf.ProcessPoolExecutor, 0)
    refused(cf.ProcessPoolExecutor, 1, initializer=3)
    refused(cf.ProcessPoolExecutor, 1, mp.get_context('fork'), max_tasks_per_child=1)
    refused(cf.ProcessPoolExecutor, 1, max_tasks_per_child='x')
    refused(cf.ProcessPoolExecutor, 1, max_tasks_per_child=0)
    refused(cf.ProcessPoolExecutor(1).map, square, [1], chunksize=0)
