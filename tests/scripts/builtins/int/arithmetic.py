"""Integer operators across the small/big boundary, signs, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

import operator as op
values = [0, 1, -1, 7, -7, 2**31, 2**62 - 1, 2**62, -(2**62), 2**63 - 1, 2**63, -(2**63) - 1, 10**25, -10**25]
for f in (op.add, op.sub, op.mul, op.and_, op.or_, op.xor):
    total = 0
    for a in values:
        for b in values:
            total = (total * 31 + f(a, b)) % (2**89 - 1)
    print(f.__name__, total)
for a in (7, -7, 2**70, -(2**70)):
    for b in (2, -2, 3, 2**65, -(2**65) + 1):
        q, r = divmod(a, b)
        print(a, b, q, r, a // b == q, a % b == r, q * b + r == a)
print([2**k for k in (0, 30, 31, 62, 63, 64, 100)], (-2) ** 63, (-3) ** 5, 0**0, 2**-1, (-2) ** -2)
print(1 << 100, -1 << 70, (1 << 100) >> 90, -5 >> 1, -1 >> 100, 5 >> 1000, ~5, ~(2**70), 0 << 100)
print(7 / 2, -7 / 2, 10**30 / 10**29, 1 / 3, 2**1000 / 2**999, 0 / -5)
print(pow(3, 200, 10**9 + 7), pow(2, -1, 7), pow(-3, 5, 7), pow(3, 0, 1), pow(5, 3, -7), pow(10**20, 3, 10**10 + 1))
print(
    2**62 + 2**62, 2**63 - 2**63 + 1, -(-(2**63)), abs(-(2**63)), 3037000500 * 3037000500,
    4611686018427387904 * 2 - 1
)
print(
    True + True, True * 5, -True, True & 5, True ^ True, True | False, type(True & False).__name__,
    type(True + 1).__name__
)
print(
    1 == 1.0, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 10**400 > 1e308, 10**400 < float("inf"), -1 < True,
    5 != "5"
)
for f, a, b in (
    (op.floordiv, 1, 0), (op.mod, 1, 0), (op.truediv, 1, 0), (divmod, 1, 0), (op.pow, 0, -1),
    (op.floordiv, 2**70, 0), (op.mod, True, False)
):
    fails(f, a, b)
fails(op.lshift, 1, -1)
fails(op.rshift, 1, -1)
fails(op.lshift, 1, 10**30)
fails(pow, 2, -1, 4)
fails(pow, 2, 3, 0)
fails(op.add, 1, "a")
fails(op.sub, 1, None)
fails(op.and_, 1, 1.0)
fails(op.lshift, 1, 1.0)
fails(op.lt, 1, "a")
fails(op.truediv, 10**400, 3)
fails(op.add, 10**400, 1.0)
fails(op.invert, 1.5)
fails(op.neg, "a")
