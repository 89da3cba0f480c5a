"""Closures: creation, free variables, nonlocal counters, function composition."""

ROUNDS = 1_200_000


def counter():
    count = 0

    def step(by):
        nonlocal count
        count += by
        return count

    return step


def adder(n):
    return lambda x: x + n


def compose(f, g):
    def both(x):
        return f(g(x))

    return both


def main():
    step = counter()
    total = 0
    twice = compose(adder(5), adder(7))
    for i in range(ROUNDS):
        add = adder(i)
        total += add(1) + twice(i)
        step(i & 3)
    return total, step(0)


total, count = main()
assert total == (ROUNDS - 1) * ROUNDS + 13 * ROUNDS
assert count == sum(i & 3 for i in range(ROUNDS))
print("closures", ROUNDS, total, count)
