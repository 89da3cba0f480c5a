"""Dictionaries: insert, look up, count, delete, iterate; integer and string keys."""

SIZE, ROUNDS = 20_000, 75


def main():
    checksum = 0
    names = [f"key{i}" for i in range(SIZE)]
    for turn in range(ROUNDS):
        table = {}
        for i, name in enumerate(names):
            table[name] = i
        counts = {}
        for i in range(SIZE):
            bucket = (i * 31 + turn) % 977
            counts[bucket] = counts.get(bucket, 0) + 1
        for name in names[::2]:
            del table[name]
        for name, value in table.items():
            checksum += value
        for name in names:
            if name in table:
                checksum += 1
        checksum += sum(counts.values()) + len(counts)
    return checksum


result = main()
odd = sum(range(1, SIZE, 2))
assert result == ROUNDS * (odd + SIZE // 2 + SIZE + 977)
print("dict_work", SIZE, ROUNDS, result)
