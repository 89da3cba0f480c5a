"""numbers and fractions: mixed arithmetic between int, float, complex, Fraction, bool; conversions between them."""
from fractions import Fraction as F
import numbers, math

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

a, b = F(3, 4), F("-1/6")
print(
    a + b, a - b, a * b, a / b, a ** 2, a ** -1, -a, abs(b), a // b, a % b, divmod(a, b), a < b, a == 0.75,
    hash(a) == hash(0.75), int(a), float(a), round(F(7, 2)), round(F(22, 7), 2), math.floor(b), math.ceil(b),
    F(0.5), F("1.25"), F(5), F(), F("3e-2"), F(1, 3).limit_denominator(10), F(math.pi).limit_denominator(100),
    a.numerator, a.as_integer_ratio(), str(a), repr(b), F.from_float(0.125)
)
print(
    a + 1, 1 + a, a + 0.25, a * 2j, 2 ** F(2), 4 ** F(1, 2), F(2) ** 0.5, sum([F(1, 3)] * 3), max(F(1, 2), 0.4),
    sorted([F(1, 2), 0.3, 1]), F(1, 2) in [0.5], {F(1): "k"}[1], f"{F(1, 3):.3f}", F(6, -4), bool(F(0)), F(2**70, 3)
)
print([isinstance(x, k) for x in (1, True, 1.5, 1j, a) for k in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral)])
print(
    1 + 1.5, True + 1.5, 1 + 1j, 1.5 + 1j, 2 * True, 3 == 3.0 == 3 + 0j, 1 < 1.5, 2**0.5, 4**-1, 7 // 2.0, 7 % 2.5,
    divmod(7, 2.5), int(7.9), float(3), complex(2), bool(0.0), round(2.567, 1), abs(-3), abs(3 + 4j),
    type(1 + True).__name__, type(1 * 1.0).__name__, type(2**-1).__name__
)
fails(F, 1, 0)
fails(F, "x")
fails(F, "1/0")
fails(F, 1.5, 2)
fails(F, None)
fails(F, float("nan"))
fails(lambda: a < 1j)
fails(lambda: a / 0)
fails(lambda: a + "x")
fails(lambda: math.floor(1j))
fails(lambda: int(1j))
fails(lambda: 1j < 2)
fails(lambda: a // 0)
fails(setattr, a, "numerator", 5)
