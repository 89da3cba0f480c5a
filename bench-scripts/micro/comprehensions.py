"""List, set and dict comprehensions, nested and filtered."""

SIZE, ROUNDS = 1_000, 2_600


def main():
    checksum = 0
    for turn in range(ROUNDS):
        rows = [[i * j for j in range(10)] for i in range(SIZE // 10)]
        flat = [x for row in rows for x in row if x % 3 == turn % 3]
        index = {x: i for i, x in enumerate(range(turn, SIZE + turn)) if i & 1}
        rests = {x % 97 for x in flat}
        pairs = [(a, b) for a in range(30) for b in range(a)]
        checksum += len(flat) + sum(flat) + len(index) + sum(rests) + len(pairs)
        checksum += sum([x * 2 for x in range(SIZE) if not x & 1])
    return checksum


def slow():
    by_rest = [[i * j for i in range(SIZE // 10) for j in range(10) if i * j % 3 == r] for r in range(3)]
    sums = [len(f) + sum(f) + sum(set(x % 97 for x in f)) for f in by_rest]
    fixed = SIZE // 2 + 30 * 29 // 2 + 2 * sum(range(0, SIZE, 2))
    return sum(sums[t % 3] + fixed for t in range(ROUNDS))


result = main()
assert result == slow()
print("comprehensions", SIZE, ROUNDS, result)
