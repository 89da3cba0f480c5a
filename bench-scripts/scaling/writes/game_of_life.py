"""Game of Life on a torus by bands of rows, with a barrier after each generation."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

WIDTH, HEIGHT, GENERATIONS = 96, 96, scaled(200, 2)


class State:
    def __init__(self, count):
        self.barrier = threading.Barrier(count)
        self.grid = [[0] * WIDTH for _ in range(HEIGHT)]
        self.next = [[0] * WIDTH for _ in range(HEIGHT)]
        seed = 12345
        for y in range(16, HEIGHT):
            for x in range(WIDTH):
                seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
                self.grid[y][x] = int(seed >> 16 & 3 == 0)


def step(grid, target, rows):
    for y in rows:
        above, here, below = grid[y - 1], grid[y], grid[(y + 1) % HEIGHT]
        line = target[y]
        for x in range(WIDTH):
            right = x + 1 if x + 1 < WIDTH else 0
            around = (above[x - 1] + above[x] + above[right] + here[x - 1] + here[right]
                      + below[x - 1] + below[x] + below[right])
            line[x] = 1 if around == 3 or (around == 2 and here[x]) else 0


def worker(index, count, state):
    rows = part(HEIGHT, index, count)
    grid, target = state.grid, state.next
    for _ in range(GENERATIONS):
        step(grid, target, rows)
        state.barrier.wait()
        grid, target = target, grid
    return grid is state.grid


def finish(state, results):
    assert len(set(results)) == 1
    grid = state.grid if results[0] else state.next
    return [sum(cell << x for x, cell in enumerate(row)) for row in grid]


def check(rows):
    """A glider alone, taken through the same function, moves by one cell in four generations."""
    grid, target = [[0] * WIDTH for _ in range(HEIGHT)], [[0] * WIDTH for _ in range(HEIGHT)]
    glider = {(5, 6), (6, 7), (7, 5), (7, 6), (7, 7)}
    for y, x in glider:
        grid[y][x] = 1
    for _ in range(4):
        step(grid, target, range(HEIGHT))
        grid, target = target, grid
    alive = {(y, x) for y in range(HEIGHT) for x in range(WIDTH) if grid[y][x]}
    return alive == {(y + 1, x + 1) for y, x in glider} and 0 < sum(map(int.bit_count, rows)) < WIDTH * HEIGHT


share(worker, WIDTH * HEIGHT * GENERATIONS, check, State, finish)
