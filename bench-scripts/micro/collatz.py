"""while loops: the longest Collatz sequence below a limit."""

LIMIT = 100_000


def main():
    best, best_length = 0, 0
    for start in range(1, LIMIT):
        n, length = start, 1
        while n != 1:
            if n % 2:
                n = 3 * n + 1
            else:
                n //= 2
            length += 1
        if length > best_length:
            best, best_length = start, length
    return best, best_length


result = main()
assert result == (77031, 351), result
print("collatz", LIMIT, *result)
