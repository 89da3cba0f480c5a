"""math: sqrt, cbrt, exp, log in all forms, pow, hypot, dist, isqrt."""
import math

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def r(x): return float(f"{x:.12g}")
print(
    [r(math.sqrt(x)) for x in (0, 2, 4.0, 1e300, True)], r(math.cbrt(27)), r(math.cbrt(-8)), r(math.exp(1)),
    r(math.exp(-745)), math.exp(-1000), r(math.exp2(10)), r(math.expm1(1e-10))
)
print(
    r(math.log(10)), r(math.log(8, 2)), math.log(1), math.log2(8), math.log2(2**1000), math.log10(1000),
    r(math.log(10**400)), r(math.log2(10**400)), r(math.log10(10**400)), r(math.log1p(1e-10)), math.log(math.inf)
)
print(
    math.pow(2, 10), math.pow(2, -1), math.pow(0, 0), math.pow(-8, 3), math.pow(math.inf, 0), math.pow(1, math.nan),
    math.hypot(), math.hypot(3, 4), math.hypot(1, 2, 2), math.hypot(-5), math.dist((1, 2), (4, 6)),
    math.dist([0], [5]), math.hypot(math.inf, math.nan)
)
print(
    [math.isqrt(n) for n in (0, 1, 15, 16, 17, 10**40, 2**200 - 1)], math.pi, math.e, math.tau, math.inf, math.nan
)
for f, a in (
    (math.sqrt, (-1,)), (math.sqrt, ("a",)), (math.sqrt, ()), (math.log, (0,)), (math.log, (-1,)),
    (math.log, (1, 1)), (math.log, (2, -1)), (math.log, (-10**400,)), (math.log, ()), (math.log, (1, 2, 3)),
    (math.log2, (0,)), (math.log10, (-1,)), (math.log1p, (-1,)), (math.exp, (1000,)), (math.exp, (1j,)),
    (math.pow, (0, -1)), (math.pow, (-1, 0.5)), (math.pow, (10, 400)), (math.isqrt, (-1,)), (math.isqrt, (2.0,)),
    (math.dist, ((1,), (1, 2))), (math.dist, (1, 2)), (math.sqrt, (10**400,)), (math.hypot, ("a",)),
    (math.expm1, (1000,))
):
    fails(f, *a)
