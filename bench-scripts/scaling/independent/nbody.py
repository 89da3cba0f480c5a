"""Each thread integrates its own small solar system."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

import math

STEPS = scaled(160_000)


def worker(index):
    bodies = []
    for k, mass in enumerate((1.0, 1e-3, 3e-4, 5e-5)):
        radius = 1.0 + 0.9 * k
        speed = math.sqrt(1.0 / radius) if k else 0.0
        bodies.append([mass, radius if k else 0.0, 0.0, 0.0, speed])
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    dt = 0.002
    for _ in range(STEPS):
        for a, b in pairs:
            dx, dy = a[1] - b[1], a[2] - b[2]
            d2 = dx * dx + dy * dy
            pull = dt / (d2 * math.sqrt(d2))
            ma, mb = a[0] * pull, b[0] * pull
            a[3] -= dx * mb
            a[4] -= dy * mb
            b[3] += dx * ma
            b[4] += dy * ma
        for body in bodies:
            body[1] += dt * body[3]
            body[2] += dt * body[4]
    return math.hypot(bodies[3][1], bodies[3][2])


run(worker, STEPS, lambda radius: 3.5 < radius < 4.1)
