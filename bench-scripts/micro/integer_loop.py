"""A loop over range with integer arithmetic that stays small."""

ROUNDS = 4_000_000


def main():
    total = 0
    for i in range(ROUNDS):
        total += i * 3 - (i >> 1) + (i & 5)
        total ^= i
    return total & 0xFFFFFFFF


result = main()
assert result == 1963326976, result
print("integer_loop", ROUNDS, result)
