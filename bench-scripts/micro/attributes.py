"""Attribute traffic: instances, slots, class attributes, properties, getattr."""

ROUNDS = 2_600_000


class Particle:
    drag = 3

    def __init__(self, x, v):
        self.x = x
        self.v = v

    @property
    def energy(self):
        return self.v * self.v


class Slotted:
    __slots__ = ("x", "v")

    def __init__(self, x, v):
        self.x = x
        self.v = v


def main():
    a, b = Particle(0, 1), Slotted(0, 1)
    total = 0
    for i in range(ROUNDS):
        a.x += a.v
        b.x = b.x + b.v + a.drag
        a.v = i & 7
        b.v = a.v
        if not i & 3:
            total += a.energy + getattr(b, "v")
    return a.x, b.x, total


x, y, total = main()
moves = 1 + sum(i & 7 for i in range(ROUNDS - 1))
assert x == moves
assert y == moves + 3 * ROUNDS
assert total == sum((i & 7) ** 2 + (i & 7) for i in range(0, ROUNDS, 4))
print("attributes", x, y, total)
