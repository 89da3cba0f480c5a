# enum in daily use
from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
    CRIMSON = 1

    def describe(self): return f"{self.name}={self.value}"

    @classmethod
    def first(cls): return next(iter(cls))


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["BLUE"], Color.BLUE.value, list(Color), len(Color))
print(Color.CRIMSON is Color.RED, Color.RED.describe(), Color.first(), Color.RED == Color.RED, Color.RED == 1, Color.RED is Color(1), Color.RED in Color, 1 in Color, 9 in Color, isinstance(Color.RED, Color), type(Color.RED), Color)
print({Color.RED: "r"}[Color.RED], Color.__members__, [c.name for c in reversed(Color)], f"{Color.RED}", f"{Color.RED!r:>15}", str(Color.GREEN), hash(Color.RED) == hash(Color.RED))
for text in ("Color(9)", "Color['NOPE']", "Color.NOPE", "Color.RED < Color.GREEN", "setattr(Color, 'RED', 5)", "delattr(Color, 'RED')", "setattr(Color.RED, 'value', 5)", "Color.RED.RED", "Color()", "Color.RED.nope", "setattr(Color.RED, 'name', 'x')"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")


class N(IntEnum):
    ONE = 1
    TWO = 2


print(N.ONE + 1, N.ONE < N.TWO, N.TWO == 2, repr(N.ONE), str(N.ONE), f"{N.TWO:03d}", [10, 20][N.ONE], sorted([N.TWO, N.ONE]), N(1), isinstance(N.ONE, int))


class F(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(F.R | F.X, F.RW, repr(F.R | F.W), F.RW & F.R, F.R in F.RW, ~F.R, F(0), bool(F(0)), list(F.RW), F.R ^ F.RW, len(F.RW), F.R | F.W is F.RW, F(5), F.X.value, list(F))


class IF(IntFlag):
    A = 1
    B = 2


print(IF.A | IF.B, IF.A | 8, IF.A + 1, repr(IF(3)), IF.A == 1, ~IF.A)


class S(StrEnum):
    LOW = auto()
    HIGH = "high!"


print(S.LOW, repr(S.LOW), S.HIGH + "x", S("low"), f"{S.HIGH:>8}", S.LOW == "low", S.LOW.upper())
for src in ("@unique\nclass X(Enum):\n A = 1\n B = 1", "class X(Enum):\n A = 1\n A = 2", "class X(Color):\n D = 4", "class X(IntEnum):\n A = 'x'", "class X(StrEnum):\n A = 1", "F(99)", "class X(Enum):\n mro = 1", "class X(Enum):\n _bad_ = 1"):
    try:
        exec(src)
        print(src, "ok")
    except Exception as e:
        print(repr(src), type(e).__name__, e)


class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius): self.mass, self.radius = mass, radius

    @property
    def density(self): return round(self.mass / self.radius ** 3, 4)


print(Planet.EARTH.density, Planet.MARS.mass, Planet((0.64, 3.39)))
A = Enum("A", "x y z"); B = Enum("B", {"p": 10, "q": "s"}); print(list(A), A.y.value, list(B))
class Auto(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count)
    P = auto(); Q = auto()
print(list(Auto))
class Miss(Enum):
    OK = 1
    @classmethod
    def _missing_(cls, v): return cls.OK if v == "ok" else None
print(Miss("ok"))
class Base(Enum):
    def hi(self): return "hi " + self.name
class Child(Base): K = 1
print(Child.K.hi())
