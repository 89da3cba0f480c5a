"""Tuple packing and unpacking: swaps, star targets, loops over pairs, star calls."""

ROUNDS = 1_300_000


def three(i):
    return i, i + 1, i + 2


def total3(a, b, c):
    return a + b + c


def main():
    a, b, c = 1, 2, 3
    total = 0
    pairs = [(i, (i * 2, i * 3)) for i in range(100)]
    for i in range(ROUNDS):
        a, b, c = c, a, b
        x, y, z = three(i)
        head, *tail = (x, y, z)
        total += total3(*tail, head) + a
        (p, q), r = (x, y), z
        total += p - q + r
    for _ in range(ROUNDS // 100):
        for i, (double, triple) in pairs:
            total += double + triple - i
        (*front, last) = pairs[3]
        total += len(front)
    return total


result = main()
base = sum(3 * i + 3 + i + 1 for i in range(ROUNDS))
rotation = sum((3, 2, 1)[i % 3] for i in range(ROUNDS))
assert result == base + rotation + (ROUNDS // 100) * (4 * sum(range(100)) + 1), (result, base, rotation)
print("unpacking", ROUNDS, result)
