"""Creating classes and instances: class statements, type(), inheritance, dataclass-like objects."""

CLASSES, INSTANCES = 32_000, 1_400_000


class Base:
    registry = 0

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Base.registry += 1


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


def make(i):
    class Local(Base):
        number = i

        def get(self):
            return self.number

    return Local


def main():
    total = 0
    for i in range(CLASSES):
        total += make(i)().get()
        if not i & 3:
            total += type("T", (Base,), {"n": i}).n
    position, step = Point(0, 0), Point(1, 2)
    for _ in range(INSTANCES):
        position = position + step
    return total, position.x, position.y


total, x, y = main()
assert total == sum(range(CLASSES)) + sum(range(0, CLASSES, 4))
assert (x, y) == (INSTANCES, 2 * INSTANCES) and Base.registry == CLASSES + len(range(0, CLASSES, 4))
print("class_creation", total, x, y)
