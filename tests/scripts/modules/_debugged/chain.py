import sys


def risky(n):
    if n == 0:
        raise ValueError('zero')
    try:
        return risky(n - 1)
    except ValueError as e:
        raise KeyError(n) from e


def gen():
    yield 1
    yield 2


print('args', sys.argv[1:])
for v in gen():
    print(v)
risky(1)
