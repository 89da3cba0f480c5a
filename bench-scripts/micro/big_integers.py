"""Integers beyond the machine word: factorials, digits of e, modular powers."""

ROUNDS, REPEATS = 12, 50


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def digits_of_e(count):
    scale = 10 ** (count + 10)
    total, term, k = scale, scale, 1
    while term:
        term //= k
        total += term
        k += 1
    return str(total // 10 ** 10)


def fibonacci_pair(n):
    if n == 0:
        return 0, 1
    a, b = fibonacci_pair(n // 2)
    c, d = a * (2 * b - a), a * a + b * b
    return (d, c + d) if n & 1 else (c, d)


def main():
    checksum = 0
    for turn in range(ROUNDS):
        checksum += factorial(900 + turn) % (10 ** 9 + 7)
        checksum += int(digits_of_e(1500)[:12])
        checksum += fibonacci_pair(20_000 + turn)[0] % 1_000_003
        checksum += pow(3, 10 ** 60 + turn, 10 ** 40 + 121)
        checksum ^= (checksum << 70) >> 65
    return checksum


assert digits_of_e(20).startswith("271828182845904523536") and fibonacci_pair(10)[0] == 55
first = [main() for _ in range(REPEATS)]
assert len(set(first)) == 1
print("big_integers", first[0] % 10 ** 12)
