"""Float arithmetic: a logistic map and a running mean."""

ROUNDS = 7_000_000


def main():
    x, mean = 0.25, 0.0
    for i in range(1, ROUNDS):
        x = 3.75 * x * (1.0 - x)
        mean += (x - mean) / i
    return x, mean


x, mean = main()
assert 0.0 < x < 1.0 and abs(mean - 0.6) < 0.1
print("float_loop", ROUNDS, f"{mean:.6f}")
