def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def loop(n):
    total = 0
    for i, x in enumerate(range(n)):
        if i % 2 == 0 and x:
            continue
        total += i * x
    while n > 0:
        n -= 1
        if n == 3:
            break
    else:
        total = -total
    return total


class Point:
    """A point."""

    def __init__(self, x, y=0, *rest, scale=1, **kw):
        self.x, self.y = x * scale, y

    def moved(self, dx):
        return Point(self.x + dx, self.y, scale=2)


def swap(a, b):
    a, b = b, a
    return a, b


def text(p):
    return f"<{p.x!r}:{p.y:>{p.w}}>"


print([fib(i) for i in range(5) if i], {k: v for k, v in {}.items()})
