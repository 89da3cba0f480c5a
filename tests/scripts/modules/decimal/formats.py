"""Format specifications, and what rounding modes make of them."""
from decimal import *


def t(f):
    try:
        return repr(f())
    except BaseException as e:
        return type(e).__name__ + ": " + str(e)


values = ["0", "-0", "0E+5", "1", "-1.5", "123456.789", "1E+10", "1.23E-15", "9.99999", "-123456789012345678901234567890.12", "-Infinity", "sNaN12", "99.95", "0.0005"]
specs = [
    "", "f", ".0f", ".2f", "e", ".0e", ".3e", "g", ".3g", "G", "E", ".1E", "%", ".1%", "10", "<10", "^11", "=+12", "*>14", "010", "+", "- ", " ", "+,", ",", "_", ",.2f", "_.3f",
    "020,.3f", "08", "z.1f", "z", "#.0f", "#g", ".0g", "n", ".4n", ".5,f", ".3_f", ".,f", "0=10", "<010", "x", "10.", ".", "é^9", "z<", "+010.1f", ",e", "_.2%", "012,", "013,", "#", "#.3e",
]
for v in values:
    for s in specs:
        print(v, s, t(lambda: format(Decimal(v), s)))
t(lambda: format(Decimal(1), "1000000000000f"))
t(lambda: Decimal(1).__format__(5))
for r in [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]:
    getcontext().rounding = r
    for v in ("2.5", "-2.5", "1.05", "-1.15", "0.5", "1e-9", "5.51", "-9.99"):
        d = Decimal(v)
        print(r, v, format(d, ".1f"), format(d, ".0f"), d.quantize(Decimal("0.1")), d.to_integral_value(), round(d), round(d, 1), int(d), d / 3)
print(f"{Decimal('3.14159'):.3}", "%s %r %.2f %d" % (Decimal("1.5"), Decimal("1.5"), Decimal("1.5"), Decimal("7.9")))
