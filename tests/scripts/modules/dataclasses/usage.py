"""Dataclasses at work: nested data, ordering, validation, inheritance, conversion, pattern matching."""
from dataclasses import dataclass, field, asdict, astuple, replace, fields
@dataclass(frozen=True, order=True)
class Vec:
    x: float = 0
    y: float = 0
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return replace(self, x=self.x * k, y=self.y * k)
    def __abs__(self): return (self.x**2 + self.y**2) ** 0.5
print(
    Vec(1, 2) + Vec(3), Vec(3, 4) * 2, abs(Vec(3, 4)), sorted([Vec(2), Vec(1, 9), Vec(1, 2)]),
    {Vec(1): "k"}[Vec(1, 0)], sum([Vec(1, 1)] * 3, Vec()), max(Vec(i % 3, i) for i in range(5))
)
@dataclass
class Item:
    name: str
    price: float
    tags: set = field(default_factory=set)
    def __post_init__(self):
        if self.price < 0: raise ValueError(f"price of {self.name} is negative")
        self.name = self.name.strip().title()
@dataclass
class Order:
    number: int
    items: list[Item] = field(default_factory=list)
    notes: str = field(default="", compare=False, repr=False)
    @property
    def total(self): return sum(i.price for i in self.items)
o = Order(7, [Item(" red apple ", 1.5, {"fruit"}), Item("pear", 2)], notes="secret")
print(
    o, o.total, asdict(o), astuple(Order(1, [Item("a", 1)])), o == Order(7, list(o.items)),
    [f.name for f in fields(o) if f.repr]
)
try:
    Item("bad", -1)
except ValueError as e:
    print(e)
@dataclass
class Shape:
    name: str = field(init=False, default="shape")
@dataclass
class Circle(Shape):
    r: float = 1
    def __post_init__(self): self.name = "circle"
@dataclass
class Rect(Shape):
    w: float = 1
    h: float = 1
def describe(s):
    match s:
        case Circle(r=0): return "a point"
        case Circle(r=r): return f"circle of {r}"
        case Rect(w, h) if w == h: return f"square of {w}"
        case Rect(w=w, h=h): return f"{w} by {h}"
        case Shape(): return s.name
print(
    [describe(s) for s in (Circle(0), Circle(2), Rect(3, 3), Rect(1, 2), Shape())], Circle(5), Rect.__match_args__
)
@dataclass
class Tree:
    value: int
    children: list["Tree"] = field(default_factory=list)
    def walk(self):
        yield self.value
        for c in self.children: yield from c.walk()
t = Tree(1, [Tree(2, [Tree(3)]), Tree(4)])
print(list(t.walk()), t, asdict(t)["children"][0]["children"], t == Tree(1, [Tree(2, [Tree(3)]), Tree(4)]))
@dataclass(repr=False)
class Quiet:
    a: int
    def __repr__(self): return f"<{self.a}>"
print(Quiet(3), [Quiet(1)], Quiet(1) == Quiet(1), Quiet.__doc__)
