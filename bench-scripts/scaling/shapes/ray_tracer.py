"""A ray tracer of spheres over a floor; threads take the next row from a shared counter."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import scaled, share

import itertools
import math

WIDTH, HEIGHT = scaled(260, 8, power=2), scaled(195, 6, power=2)
LIGHT = (0.48, 0.8, -0.36)
# Centre, radius, brightness, mirror.
SPHERES = [((-1.2, 0.0, 3.0), 1.0, 0.9, 0.3), ((1.2, 0.2, 3.6), 1.2, 0.7, 0.5), ((0.1, -0.6, 1.9), 0.4, 1.0, 0.0)]


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / math.sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, brightness, mirror):
        self.centre, self.radius = Vector(*centre), radius
        self.brightness, self.mirror = brightness, mirror

    def hit(self, origin, direction):
        """Distance along the ray, or None."""
        to = origin - self.centre
        b = to.dot(direction)
        root = b * b - to.dot(to) + self.radius * self.radius
        if root < 0.0:
            return None
        distance = -b - math.sqrt(root)
        return distance if distance > 1e-4 else None


SCENE, SUN, EYE = [Sphere(*s) for s in SPHERES], Vector(*LIGHT).unit(), Vector(0.0, 0.3, -2.0)


def trace(origin, direction, depth):
    nearest, best = None, 1e9
    for sphere in SCENE:
        distance = sphere.hit(origin, direction)
        if distance is not None and distance < best:
            nearest, best = sphere, distance
    if direction.y < -1e-6:
        distance = (-1.0 - origin.y) / direction.y
        if 1e-4 < distance < best:
            return floor(origin + direction * distance)
    if nearest is None:
        return 0.2 + 0.3 * max(direction.y, 0.0)
    point = origin + direction * best
    normal = (point - nearest.centre).unit()
    light = 0.1 + 0.9 * nearest.brightness * max(normal.dot(SUN), 0.0) * lit(point)
    if nearest.mirror and depth:
        mirrored = direction - normal * (2.0 * direction.dot(normal))
        light = light * (1.0 - nearest.mirror) + nearest.mirror * trace(point, mirrored, depth - 1)
    return light


def lit(point):
    return 0.0 if any(s.hit(point, SUN) is not None for s in SCENE) else 1.0


def floor(point):
    dark = (math.floor(point.x) + math.floor(point.z)) & 1
    return (0.2 if dark else 0.7) * (0.3 + 0.7 * lit(point))


def row(y):
    values = []
    for x in range(WIDTH):
        direction = Vector((x + 0.5) / WIDTH * 2.0 - 1.0, (0.5 - (y + 0.5) / HEIGHT) * 1.5, 1.6).unit()
        values.append(min(255, int(255.0 * trace(EYE, direction, 3))))
    return bytes(values)


class State:
    def __init__(self, count):
        self.rows = itertools.count()
        self.picture = [b""] * HEIGHT


def worker(index, count, state):
    while (y := next(state.rows)) < HEIGHT:
        state.picture[y] = row(y)


def check(picture):
    # The sky is darker than the lit spheres, and every row is there.
    top, middle = picture[0], picture[HEIGHT // 2]
    return all(len(r) == WIDTH for r in picture) and max(middle) > max(top) and min(middle) >= 0


share(worker, WIDTH * HEIGHT, check, State, lambda state, results: state.picture)
