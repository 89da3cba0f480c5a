"""Float operators, comparison, rounding, hash, special values."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

import operator as op
inf, nan = float("inf"), float("nan")
print(
    0.1 + 0.2, 1.5 - 2, 2.5 * 4, 7.5 / 2, 7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2),
    2.0**0.5, 2**0.5, (-8.0) ** 3, (-8.0) ** (1 / 3)
)
print(
    inf - inf, inf * 0, nan == nan, nan != nan, nan < 1, [nan] == [nan], inf == inf, -inf < inf, 1e308 * 10,
    -1e308 * 10, 0.0 == -0.0
)
print(
    5.0 % inf, -5.0 % inf, 5.0 // inf, -5.0 // inf, 0.0 ** 0, nan**0, 1.0**nan, inf ** -1, (-inf) ** 3, 2.0**-1074
)
print(
    round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(0.5), round(1e300),
    round(1.5, 0), round(-0.4), round(12345, -2), round(2.5, None), round(5e-324, 400), round(15, -1), round(25, -1)
)
print(
    hash(1.0) == hash(1), hash(0.5), hash(inf), hash(-inf), hash(2.0**100) == hash(2**100), hash(-1.0),
    hash(1e300) == hash(int(1e300))
)
print(1.0 == 1, 1.5 < 2, 2**53 + 1 > float(2**53), 1e400 == inf, int(1e20) == 1e20, 0.1 == 1 / 10, 3.0 in [1, 2, 3])
print(
    (-1.5).__abs__(), (1.5).__neg__(), (1.5).__bool__(), (0.0).__bool__(), (2.5).__floor__(), (2.5).__ceil__(),
    (2.5).__trunc__(), (2.5).__int__(), (2.5).real, (2.5).imag, (2.5).conjugate(), (1.5).__add__(1),
    (1.5).__add__("a")
)
print(float.__doc__ is not None, float.__getformat__("double"))
for f, a, b in (
    (op.truediv, 1.0, 0), (op.floordiv, 1.0, 0.0), (op.mod, 1.0, 0), (divmod, 1.0, 0), (op.pow, 0.0, -1),
    (op.pow, -0.0, -2.5), (op.pow, 10.0, 400), (op.add, 1.0, "a"), (op.and_, 1.0, 1), (op.lt, 1.0, "x"),
    (op.matmul, 1.0, 2.0)
):
    fails(f, a, b)
fails(round, nan)
fails(round, inf)
fails(round, 1.5, "a")
fails(round, 1.5, 1.0)
fails(round, "a")
fails(pow, 1.5, 2, 3)
