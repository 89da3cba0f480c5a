"""functools.lru_cache, cached_property and a memo dictionary shared by all threads give right answers."""
import functools
from _crowd import crowd


@functools.lru_cache(maxsize=64)
def square(n):
    return n * n


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Lazy:
    def __init__(self, n):
        self.n = n

    @functools.cached_property
    def heavy(self):
        return sum(range(self.n))


things = [Lazy(n) for n in range(100)]
memo = {}


def body(index, turns):
    count = 0
    for n in turns():
        assert square(n % 200) == (n % 200) ** 2
        assert fib(n % 60 + 20) == fib(n % 60 + 19) + fib(n % 60 + 18)
        assert things[n % 100].heavy == (n % 100) * (n % 100 - 1) // 2
        if n % 500 == 0:
            square.cache_clear()
            things[n % 100] = Lazy(n % 100)
        assert memo.setdefault(n % 50, (n % 50,)) == (n % 50,)
        count += 1
    return count


assert all(crowd(body))
assert square.cache_info().currsize <= 64 and fib(79) == 14472334024676221
print("ok caches", len(memo))
