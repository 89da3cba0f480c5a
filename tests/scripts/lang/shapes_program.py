# a small program: classes, inheritance, formatting
class Shape:
    def area(self):
        raise NotImplementedError(f"{type(self).__name__}.area")

    def __lt__(self, other):
        return self.area() < other.area()


class Rect(Shape):
    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h

    def __repr__(self):
        return f"Rect({self.w}x{self.h})"


class Square(Rect):
    def __init__(self, side):
        super().__init__(side, side)


class Circle(Shape):
    PI = 3.14159

    def __init__(self, r):
        self.r = r

    def area(self):
        return round(self.PI * self.r ** 2, 2)

    def __repr__(self):
        return f"Circle({self.r})"


shapes = [Rect(2, 3), Square(2), Circle(1), Rect(1, 1)]
for s in sorted(shapes):
    print(f"{s!r:<12} {type(s).__name__:>8} {s.area():>7.2f}")
print(max(shapes), min(shapes), sum(s.area() for s in shapes))
try:
    Shape().area()
except NotImplementedError as e:
    print("not implemented:", e)
by_type = {}
for s in shapes:
    by_type.setdefault(type(s).__name__, []).append(s)
for name, group in by_type.items():
    print(name, group)
