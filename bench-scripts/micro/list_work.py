"""Lists: append, index, swap, slice, pop, extend, reverse."""

SIZE, ROUNDS = 20_000, 85


def main():
    checksum = 0
    for turn in range(ROUNDS):
        data = []
        for i in range(SIZE):
            data.append((i * 7919 + turn) % SIZE)
        for i in range(0, SIZE - 1, 2):
            data[i], data[i + 1] = data[i + 1], data[i]
        half = data[: SIZE // 2]
        half.reverse()
        half.extend(data[SIZE // 2 :])
        while len(half) > SIZE // 2:
            checksum += half.pop()
        checksum += half[0] + half[-1] + (turn in half)
    return checksum


first, second = main(), main()
assert first == second
print("list_work", SIZE, ROUNDS, first)
