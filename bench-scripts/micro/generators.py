"""Generators: chains, send, yield from, recursion."""

SIZE = 1_600_000


def numbers(n):
    for i in range(n):
        yield i


def squares(source):
    for x in source:
        yield x * x


def averager():
    total = count = 0
    value = yield
    while True:
        total += value
        count += 1
        value = yield total // count


def walk(low, high):
    if low < high:
        middle = (low + high) // 2
        yield from walk(low, middle)
        yield middle
        yield from walk(middle + 1, high)


def main():
    total = sum(x for x in squares(numbers(SIZE)) if x % 3)
    mean = averager()
    next(mean)
    last = 0
    for i in range(SIZE):
        last = mean.send(i)
    ordered = list(walk(0, SIZE // 10))
    return total, last, ordered


total, last, ordered = main()
assert total == sum(i * i for i in range(SIZE) if i % 3)
assert last == (SIZE - 1) // 2 and ordered == list(range(SIZE // 10))
print("generators", SIZE, total, last)
