"""Largest singular value of the matrix a[i][j] = 1 / ((i+j)(i+j+1)/2 + i + 1), by power iteration."""

import math

N = 300


def entry(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    return [sum(entry(i, j) * x for j, x in enumerate(v)) for i in range(len(v))]


def times_transposed(v):
    return [sum(entry(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


def main(n):
    u = [1.0] * n
    for _ in range(10):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    uv = sum(a * b for a, b in zip(u, v))
    return math.sqrt(uv / sum(b * b for b in v))


result = main(N)
assert abs(result - 1.274) < 0.001, result
print("spectral_norm", N, f"{result:.9f}")
