"""Sets: build, membership, algebra, comprehension."""

SIZE, ROUNDS = 20_000, 120


def main():
    checksum = 0
    for turn in range(ROUNDS):
        a = {i * 3 for i in range(SIZE)}
        b = set(range(turn, SIZE * 2 + turn, 2))
        checksum += len(a & b) + len(a | b) - len(a - b)
        hits = 0
        for i in range(SIZE):
            if i in a:
                hits += 1
        a.discard(0)
        a.add(-turn)
        checksum += hits + len(a)
    return checksum


def slow():
    checksum = 0
    for turn in range(ROUNDS):
        common = sum(1 for x in range(0, SIZE * 3, 3) if turn <= x < SIZE * 2 + turn and (x - turn) % 2 == 0)
        checksum += common + (2 * SIZE - common) - (SIZE - common) + len(range(0, SIZE, 3)) + SIZE
    return checksum


result = main()
assert result == slow(), (result, slow())
print("set_work", SIZE, ROUNDS, result)
