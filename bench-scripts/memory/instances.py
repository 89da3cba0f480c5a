"""A million instances with three attributes, and the list of them."""


class Point:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


points = [Point(i, i + 1, i + 2) for i in range(10 ** 6)]
assert points[-1].z == 10 ** 6 + 1
print("instances", len(points))
