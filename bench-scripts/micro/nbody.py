"""A few bodies under gravity: leapfrog integration, energy must stay."""

import math

STEPS = 100_000


class Body:
    def __init__(self, mass, x, y, z, vx, vy, vz):
        self.mass = mass
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz


def system():
    bodies = [Body(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)]
    for k, mass in enumerate((1e-3, 3e-4, 5e-5, 4e-5), start=1):
        radius = 1.0 + 0.9 * k
        speed = math.sqrt(1.0 / radius)
        angle = 1.3 * k
        bodies.append(Body(mass, radius * math.cos(angle), radius * math.sin(angle), 0.01 * k,
                           -speed * math.sin(angle), speed * math.cos(angle), 0.001 * k))
    return bodies


def kick(pairs, dt):
    for a, b in pairs:
        dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        d2 = dx * dx + dy * dy + dz * dz
        pull = dt / (d2 * math.sqrt(d2))
        ma, mb = a.mass * pull, b.mass * pull
        a.vx -= dx * mb
        a.vy -= dy * mb
        a.vz -= dz * mb
        b.vx += dx * ma
        b.vy += dy * ma
        b.vz += dz * ma


def drift(bodies, dt):
    for b in bodies:
        b.x += dt * b.vx
        b.y += dt * b.vy
        b.z += dt * b.vz


def energy(bodies, pairs):
    e = sum(0.5 * b.mass * (b.vx ** 2 + b.vy ** 2 + b.vz ** 2) for b in bodies)
    for a, b in pairs:
        e -= a.mass * b.mass / math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
    return e


def main():
    bodies = system()
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    before = energy(bodies, pairs)
    dt = 0.002
    drift(bodies, dt / 2)
    for _ in range(STEPS):
        kick(pairs, dt)
        drift(bodies, dt)
    drift(bodies, -dt / 2)
    return before, energy(bodies, pairs)


before, after = main()
assert abs(before - after) < 1e-8, (before, after)
print("nbody", STEPS, f"{after:.9f}")
