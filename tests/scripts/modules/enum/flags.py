"""enum.Flag and IntFlag: operators, iteration, boundaries."""
import enum
from enum import Flag, IntFlag, auto

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class P(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(
    P.R, P.R | P.X, P.RW, P(0), P(7), P.R & P.W, ~P.R, P.RW ^ P.R, P.R in P.RW, P.X in P.RW, list(P.RW), list(P),
    len(P.RW), bool(P(0)), bool(P.R), P.R.value, (P.R | P.W) is P.RW, repr(P.R | P.X), P.RW.name, (P.R | P.X).name,
    P(0).name, P["RW"], P.R == 1, P.RW - 0 if hasattr(P, "__sub__") else "no sub", hash(P.R) == hash(P(1))
)
class I(IntFlag):
    A = 1
    B = 2
    C = 4
print(
    I.A | I.B, I.A | 8, I(9), repr(I(9)), I.A + 1, I.A & 3, ~I.A, I(7), I.A == 1, I.B > I.A, f"{I.A}",
    str(I.A | I.C), list(I(5)), I(0), repr(I(0)), -I.A, I.A << 1
)
class St(Flag, boundary=enum.STRICT):
    A = 1
    B = 2
class Cf(Flag, boundary=enum.CONFORM):
    A = 1
    B = 2
class Ej(Flag, boundary=enum.EJECT): A = 1
class Kp(Flag, boundary=enum.KEEP): A = 1
print(Cf(5), Ej(4), Kp(5), Kp(8))
fails(St, 5)
fails(lambda: P.R | 1)
fails(P, 99)
fails(P, "a")
fails(lambda: P.R < P.W)
fails(lambda: "x" in P.R)
fails(lambda: 1 in P.R)
def gap():
    @enum.verify(enum.CONTINUOUS)
    class G(enum.IntEnum):
        A = 1
        C = 3
fails(gap)
def named():
    @enum.verify(enum.NAMED_FLAGS)
    class G(Flag):
        A = 1
        BAD = 6
fails(named)
@enum.global_enum
class Gl(enum.IntEnum):
    GLA = 1
    GLB = 2
print(GLA, repr(GLB), enum.show_flag_values(5), enum.bin(5))
import re
print(re.IGNORECASE, re.I | re.M, repr(re.I))
