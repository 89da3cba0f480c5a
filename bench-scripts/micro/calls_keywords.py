"""Calls with keywords, defaults and star arguments."""

ROUNDS = 1_500_000


def area(width, height=2, *, scale=1, offset=0):
    return width * height * scale + offset


def spread(first, *rest, **named):
    return first + len(rest) + len(named)


def main():
    total = 0
    for i in range(ROUNDS):
        total += area(i)
        total += area(i, height=3, scale=2)
        total += area(width=1, offset=i, height=1)
        if not i & 7:
            total += spread(i, 1, 2, a=3)
    return total


expected = (2 + 6 + 1) * (ROUNDS - 1) * ROUNDS // 2 + ROUNDS
expected += sum(i + 3 for i in range(0, ROUNDS, 8))
result = main()
assert result == expected
print("calls_keywords", ROUNDS, result)
