"""enum: Enum, members, lookup, aliases, auto, functional creation, errors."""
import enum
from enum import Enum, IntEnum, auto, unique

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Color(Enum):
    RED = 1
    GREEN = "g"
    BLUE = (3, 4)
    CRIMSON = 1
    @property
    def lower(self): return self.name.lower()
    @classmethod
    def first(cls): return list(cls)[0]
    def __str__(self): return f"<{self.name}>"
print(
    Color.RED, repr(Color.GREEN), Color.BLUE.value, Color.CRIMSON is Color.RED, Color(1), Color["BLUE"],
    list(Color), len(Color), Color.RED.lower, Color.first(), list(Color.__members__), isinstance(Color.RED, Color),
    Color.RED in Color, 1 in Color, "zz" in Color, Color.RED == 1, Color.RED == Color.RED, Color.RED != Color.BLUE,
    {Color.RED: 5}[Color.RED], type(Color), list(reversed(Color))[0], Color.RED.name, Color((3, 4)),
    hash(Color.RED) == hash("RED"), bool(Color.RED)
)
class N(IntEnum):
    A = 1
    B = 5
    C = auto()
print(
    N.A + 1, N.B > N.A, N.C, repr(N.C), f"{N.A}", str(N.B), N.A == 1, [10, 20][N.A], sorted([N.B, N.A]), "%d" % N.B,
    N(5), isinstance(N.A, int), max(N)
)
import json
print(json.dumps({"n": N.B}))
class S(enum.StrEnum):
    X = auto()
    Y = "why"
print(S.X, S.Y.upper(), S.X == "x", f"{S.Y}", repr(S.Y))
F = Enum("F", "P Q")
G = Enum("G", {"u": 1, "v": 2})
H = Enum("H", [("m", 9)], module="mm")
print(list(F), list(G), H.m, F.P.value, H.__module__)
class A(Enum):
    def _generate_next_value_(name, start, count, last): return f"{name}-{count}"
    P = auto()
    Q = auto()
print(A.P.value, A.Q.value)
class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
print(Planet.EARTH.mass, Planet.MARS.value, Planet((0.6, 3.3)))
class Miss(Enum):
    ONE = 1
    @classmethod
    def _missing_(cls, v): return cls.ONE if v == "uno" else None
print(Miss("uno"))
fails(Miss, "x")
fails(Color, 99)
fails(lambda: Color["PINK"])
fails(lambda: Color.PINK)
fails(setattr, Color, "RED", 5)
fails(delattr, Color, "RED")
fails(setattr, Color.RED, "value", 5)
fails(lambda: Color.RED < Color.GREEN)
fails(lambda: type("Sub", (Color,), {}))
fails(lambda: [][Color.RED])
fails(Color)
def dup():
    @unique
    class U(Enum):
        A = 1
        B = 1
fails(dup)
def redef():
    class U(Enum):
        A = 1
        A = 2
fails(redef)
class E(Enum):
    _ignore_ = ["i"]
    x = 1
    nested = enum.nonmember(5)
    func = enum.member(lambda: "called")
print(
    E.nested, E.func.value(), list(E), Color.RED.__class__.__name__, enum.EnumType.__name__,
    [m.name for m in N if m > 2]
)
match Color.RED:
    case Color.GREEN: print("no")
    case Color.RED: print("matched")
