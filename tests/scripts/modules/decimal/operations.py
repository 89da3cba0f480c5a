"""Every operation, with special values, limits and many precisions."""
import math
import random
from decimal import *
from fractions import Fraction


def t(f):
    try:
        return repr(f())
    except BaseException as e:
        return type(e).__name__ + ": " + str(e)


values = ["0", "-0", "0E+5", "1", "-1.5", "123456.789", "1E+10", "1.23E-15", "101", "Infinity", "-Infinity", "NaN", "sNaN12", "-NaN7"]
one = [
    lambda d: d.as_tuple(), float, int, lambda d: 0 if d.is_nan() else hash(d), lambda d: d.as_integer_ratio(), complex, math.floor, math.ceil, lambda d: d.to_eng_string(),
    lambda d: d.number_class(), lambda d: d.logb(), lambda d: d.normalize(), lambda d: -d, abs, lambda d: +d, bool, lambda d: d.adjusted(), lambda d: d.next_plus(), lambda d: d.next_minus(),
    lambda d: d.sqrt(), lambda d: d.exp(), lambda d: d.ln(), lambda d: d.log10(), lambda d: d.logical_invert(), lambda d: d.to_integral_exact(), lambda d: d.copy_negate(), lambda d: d.real, lambda d: d.imag,
    lambda d: [d.is_finite(), d.is_normal(), d.is_subnormal(), d.is_signed(), d.is_zero(), d.is_nan(), d.is_qnan(), d.is_snan(), d.is_infinite(), d.is_canonical()],
]
two = (
    "__add__ __sub__ __mul__ __truediv__ __floordiv__ __mod__ __divmod__ __pow__ compare compare_signal max min max_mag min_mag remainder_near copy_sign same_quantum compare_total "
    "compare_total_mag next_toward __eq__ __lt__ __ge__ rotate shift scaleb logical_and logical_or logical_xor quantize"
).split()
for v in values:
    d = Decimal(v)
    print(v, [t(lambda: f(d)) for f in one])
    for w in ["0", "2", "-3", "0.5", "101", "Infinity", "NaN", "1E+3"]:
        print(v, w, [t(lambda: getattr(d, op)(Decimal(w))) for op in two])
for x in (0.1, -0.0, 1e300, 5e-324, float("inf"), float("nan"), 2.5, 1 / 3):
    print(x, Decimal(x), Decimal.from_float(x), Decimal("2.5") == x, t(lambda: Decimal("2.5") < x), t(lambda: x > Decimal(1)), getcontext().create_decimal_from_float(x))
for x in (Fraction(1, 3), Fraction(5, 2), 3, True, 2.5 + 0j, 1j, "2.5", None, 10**40):
    print(x, [t(lambda: getattr(Decimal("2.5"), o)(x)) for o in ("__eq__", "__ne__", "__lt__", "__ge__", "__add__", "__rsub__", "__pow__")])
print(len({Decimal("0.5"), 0.5, Fraction(1, 2)}), len({Decimal(10) ** 20, 10**20, 1e20}), hash(Decimal(2) ** 61 - 1), hash(Decimal("-1")), hash(Decimal("1e-5")) == hash(Fraction(1, 100000)))
random.seed(5)
for n in range(60):
    getcontext().prec = random.choice([1, 3, 9, 28, 60, 200])
    a = Decimal(random.randrange(10 ** random.choice([1, 5, 30, 80]))) * Decimal(10) ** random.randrange(-20, 20)
    b = Decimal(random.randrange(1, 10 ** random.choice([1, 5, 30]))) / 10 ** random.randrange(0, 25)
    print(a, b, a + b, a - b, a * b, a / b, t(lambda: a % b), t(lambda: a // b), a.sqrt(), t(lambda: (a / 10**30).exp()), b.ln(), b.log10(), b ** Decimal("1.37"), b**7, b**-3, b ** Decimal("0.5"), a.fma(b, 1))
    print(t(lambda: pow(int(a) % 1000, int(b) % 50, Decimal(97))), sum([a, b, 1]), max(a, b), sorted([a, b, 0]))
getcontext().prec = 1000
print(Decimal(2).sqrt(), Decimal(1).exp(), Decimal(10).ln(), Decimal(2).log10(), sep="\n")
getcontext().prec = 28
print(t(lambda: Decimal("1E+1000000000") * 1), t(lambda: Decimal("9e999999") * 10), t(lambda: Decimal("1e-1000020") / 10), t(lambda: Decimal(10) ** 10**9), t(lambda: Decimal("1e999999999999999999") + 1))
