"""Escape times of the Mandelbrot set: once with two floats, once with complex numbers."""

WIDTH, HEIGHT, LIMIT = 280, 190, 60


def floats(cx, cy):
    x = y = 0.0
    for n in range(LIMIT):
        xx, yy = x * x, y * y
        if xx + yy > 4.0:
            return n
        x, y = xx - yy + cx, 2.0 * x * y + cy
    return LIMIT


def complexes(c):
    z = 0j
    for n in range(LIMIT):
        if abs(z) > 2.0:
            return n
        z = z * z + c
    return LIMIT


def main():
    first = second = 0
    for row in range(HEIGHT):
        cy = -1.2 + 2.4 * (row + 0.5) / HEIGHT
        for column in range(WIDTH):
            cx = -2.2 + 3.0 * (column + 0.5) / WIDTH
            for _ in range(3):
                first += floats(cx, cy)
            second += complexes(complex(cx, cy))
    return first, second


first, second = main()
assert abs(first - 3 * second) <= 3 * LIMIT and 16.5 < second / (WIDTH * HEIGHT) < 17.5, (first, second)
print("mandelbrot", WIDTH, HEIGHT, second)
