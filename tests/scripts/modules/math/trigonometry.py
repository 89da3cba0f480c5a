"""math: circular and hyperbolic functions, degrees, gamma, erf, to twelve digits."""
import math

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def r(x): return float(f"{x:.11g}")
for x in (0, 0.5, 1, -2.25, 10, 100.5):
    print(
        x, r(math.sin(x)), r(math.cos(x)), r(math.tan(x)), r(math.atan(x)), r(math.sinh(x)), r(math.tanh(x)),
        r(math.asinh(x)), r(math.degrees(x)), r(math.radians(x)), r(math.erf(x)), r(math.erfc(x))
    )
print(
    [r(math.asin(x)) for x in (-1, 0.3, 1)], [r(math.acos(x)) for x in (-1, 0.3, 1)],
    [r(math.atan2(*p)) for p in ((1, 1), (-1, -1), (0, -1), (-0.0, -1), (0, 0), (1, 0))], r(math.acosh(2)),
    r(math.atanh(0.5)), r(math.cosh(1)), math.atan(math.inf) == math.pi / 2
)
print(
    [r(math.gamma(x)) for x in (0.5, 1, 5, -1.5, 20.5)], [r(math.lgamma(x)) for x in (0.5, 3, 100, -2.5)],
    math.gamma(5), math.lgamma(1), math.erf(math.inf)
)
for f, x in (
    (math.sin, math.inf), (math.cos, -math.inf), (math.tan, math.inf), (math.asin, 2), (math.acos, -1.5),
    (math.acosh, 0.5), (math.atanh, 1), (math.cosh, 1000), (math.sinh, -1000), (math.gamma, 0), (math.gamma, -1),
    (math.gamma, 200), (math.lgamma, 0), (math.sin, "a"), (math.cos, None), (math.degrees, [])
):
    fails(f, x)
fails(math.atan2, 1)
fails(math.sin)
fails(math.sin, 1, 2)
fails(math.sin, x=1)
