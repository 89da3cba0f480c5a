"""Deep recursion in all threads at once: RecursionError in each, and life goes on."""
import sys
from _crowd import crowd

sys.setrecursionlimit(400)


def down(n):
    return down(n + 1) + 1


def fine(n):
    return 0 if n == 0 else fine(n - 1) + 1


def body(index, turns):
    count = 0
    for n in turns():
        try:
            down(0)
            raise SystemExit("no RecursionError")
        except RecursionError:
            pass
        assert fine(100) == 100
        count += 1
    return count


assert all(crowd(body, limit=2_000))
print("ok deep_recursion", fine(200))
