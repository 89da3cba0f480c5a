"""Each thread computes the same picture of the Mandelbrot set with float arithmetic."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

WIDTH, HEIGHT, LIMIT = 420, scaled(280, 8), 60


def worker(index):
    total = 0
    for row in range(HEIGHT):
        cy = -1.2 + 2.4 * (row + 0.5) / HEIGHT
        for column in range(WIDTH):
            cx = -2.2 + 3.0 * (column + 0.5) / WIDTH
            x = y = 0.0
            n = 0
            while n < LIMIT and x * x + y * y <= 4.0:
                x, y = x * x - y * y + cx, 2.0 * x * y + cy
                n += 1
            total += n
    return total


run(worker, WIDTH * HEIGHT, lambda total: 14 < total / (WIDTH * HEIGHT) < 20)
