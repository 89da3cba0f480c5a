"""Thread pools used from eight threads: each future gives its own result or its own exception."""
from concurrent.futures import ThreadPoolExecutor
from _crowd import crowd

pool = ThreadPoolExecutor(max_workers=4)


def work(n):
    if n % 7 == 3:
        raise ValueError(n)
    return n * n


def body(index, turns):
    count = 0
    for n in turns():
        futures = [pool.submit(work, n + k) for k in range(5)]
        for k, future in enumerate(futures):
            value = n + k
            if value % 7 == 3:
                error = future.exception(timeout=30)
                assert type(error) is ValueError and error.args == (value,)
            else:
                assert future.result(timeout=30) == value * value
            assert future.done() and not future.cancel()
        count += 5
    return count


with pool:
    assert all(crowd(body))
    assert list(pool.map(work, [0, 1, 2, 4, 5])) == [0, 1, 4, 16, 25]
try:
    pool.submit(work, 1)
except RuntimeError as e:
    print("ok executor", e)
