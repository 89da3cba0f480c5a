"""math: floor, ceil, trunc, fmod, modf, frexp, ldexp, remainder, copysign, nextafter, ulp."""
import math

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

for x in (2.5, -2.5, 0.0, -0.0, 3, 10**20, True, 1e300):
    print(
        x, math.floor(x) if abs(x) < 1e20 else "big", math.ceil(x) if abs(x) < 1e20 else "big", math.fmod(x, 3),
        math.modf(x), math.frexp(x), math.fabs(x), math.copysign(1, x)
    )
print(
    math.trunc(2.9), math.trunc(-2.9), math.ldexp(0.75, 3), math.ldexp(1, -1080), math.remainder(7, 4),
    math.remainder(-7, 4), math.remainder(5, 2), math.fmod(-7, 3), math.nextafter(1, 2), math.nextafter(0, 1),
    math.nextafter(1, 0, steps=3), math.ulp(1), math.ulp(0), math.ulp(1e300), math.ulp(math.inf)
)
print(
    math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-12),
    math.isclose(0, 1e-12, abs_tol=1e-9), math.isclose(math.inf, math.inf), math.isnan(math.nan),
    math.isinf(-math.inf), math.isfinite(1e308), math.isfinite(math.nan)
)
class R:
    def __floor__(self): return "f"
    def __ceil__(self): return "c"
    def __trunc__(self): return "t"
print(
    math.floor(R()), math.ceil(R()), math.trunc(R()), math.modf(math.inf), math.frexp(math.nan)[1],
    math.copysign(math.nan, -1) != 0, math.fma(2, 3, 4)
)
fails(math.floor, "a")
fails(math.floor, math.nan)
fails(math.ceil, math.inf)
fails(math.trunc, "x")
fails(math.trunc, 1j)
fails(math.fmod, 1, 0)
fails(math.fmod, math.inf, 1)
fails(math.ldexp, 1, 5000)
fails(math.ldexp, 1, 1.5)
fails(math.remainder, 1, 0)
fails(math.modf)
fails(math.fabs, "1")
fails(math.isclose, 1, 1, rel_tol=-1)
fails(math.isnan, "a")
fails(math.floor)
fails(math.copysign, 1)
fails(math.nextafter, 1, 2, steps=-1)
fails(math.fma, math.inf, 0, 1)
