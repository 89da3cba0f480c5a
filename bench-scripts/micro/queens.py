"""All solutions of the n-queens problem: backtracking with sets and with bit masks."""

N, REPEATS = 9, 40


def with_sets(n):
    columns, up, down = set(), set(), set()

    def place(row):
        if row == n:
            return 1
        found = 0
        for c in range(n):
            if c in columns or row + c in up or row - c in down:
                continue
            columns.add(c)
            up.add(row + c)
            down.add(row - c)
            found += place(row + 1)
            columns.discard(c)
            up.discard(row + c)
            down.discard(row - c)
        return found

    return place(0)


def with_bits(n, columns=0, left=0, right=0):
    full = (1 << n) - 1
    if columns == full:
        return 1
    found, free = 0, full & ~(columns | left | right)
    while free:
        bit = free & -free
        free ^= bit
        found += with_bits(n, columns | bit, (left | bit) << 1 & full, (right | bit) >> 1)
    return found


assert [with_bits(n) for n in range(1, 8)] == [1, 0, 0, 2, 10, 4, 40]
results = [with_sets(N) for _ in range(REPEATS)] + [with_bits(N + 2)]
assert results == [352] * REPEATS + [2680]
print("queens", N, results[0], results[-1])
