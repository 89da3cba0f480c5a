"""Each thread multiplies its own matrices."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

N = scaled(210, 4, power=3)


def worker(index):
    a = [[(i * j + index) % 11 for j in range(N)] for i in range(N)]
    b = [[2 * int(i == j) for j in range(N)] for i in range(N)]
    product = []
    for row in a:
        out = []
        for j in range(N):
            total = 0
            for k in range(N):
                total += row[k] * b[k][j]
            out.append(total)
        product.append(out)
    return all(2 * x == y for r, s in zip(a, product) for x, y in zip(r, s))


run(worker, N ** 3, lambda same: same)
