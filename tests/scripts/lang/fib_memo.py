# recursion with a cache, closures as counters
def memo(f):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    wrapper.cache = cache
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print([fib(i) for i in range(15)], fib(90), len(fib.cache))


def plain(n):
    return n if n < 2 else plain(n - 1) + plain(n - 2)


print(plain(20))


def counter():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n
    return up


a, b = counter(), counter()
print(a(), a(), b(), a())


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


print(ackermann(2, 3))


def permutations(s):
    if len(s) <= 1:
        return [s]
    return [c + p for i, c in enumerate(s) for p in permutations(s[:i] + s[i + 1:])]


print(permutations("abc"))


def queens(n, row=0, cols=(), d1=(), d2=()):
    if row == n:
        return 1
    return sum(queens(n, row + 1, cols + (c,), d1 + (row - c,), d2 + (row + c,))
               for c in range(n) if c not in cols and row - c not in d1 and row + c not in d2)


print([queens(n) for n in range(1, 7)])


def flatten(x):
    if isinstance(x, list):
        return [z for y in x for z in flatten(y)]
    return [x]


print(flatten([1, [2, [3, [4]], 5], []]))


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))
