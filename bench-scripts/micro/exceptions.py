"""Exceptions: raise and catch near and far, finally, with, try that never raises."""

ROUNDS = 500_000


class Odd(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


class Guard:
    entered = 0

    def __enter__(self):
        Guard.entered += 1
        return self

    def __exit__(self, kind, value, trace):
        return kind is KeyError


def check(n, depth):
    if depth:
        return check(n, depth - 1)
    if n & 1:
        raise Odd(n)
    return n


def main():
    even = odd = swallowed = finals = 0
    table = {0: "zero"}
    for i in range(ROUNDS):
        try:
            even += check(i, 2)
        except Odd as e:
            odd += e.value
        finally:
            finals += 1
        with Guard():
            table[i & 3]
            swallowed -= 1
        swallowed += 1
        try:
            finals += 1
        except ValueError:
            finals += 1000
    return even, odd, swallowed, finals


result = main()
half = ROUNDS // 2
assert result == (half * (half - 1), half * half, ROUNDS - len(range(0, ROUNDS, 4)), 2 * ROUNDS)
assert Guard.entered == ROUNDS
print("exceptions", *result)
