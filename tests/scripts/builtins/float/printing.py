"""repr of floats: shortest digits, exponents, rounding, round trips of special values."""
values = [
    0.1, 0.2, 0.3, 0.1 + 0.2, 1 / 3, 2 / 3, 1e15, 1e16, 1e17, 123456789.123456789, 1e-4, 1e-5, 0.00012345, 1.0,
    100.0, 1e100, 1.5e-300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 4.35, 4.349999999999999, 0.5,
    1e22, 1e23, 9007199254740992.0, 9007199254740993.0, 3.14159265358979, 2.675, 1e21 + 1, -0.0, -1.5
]
for v in values:
    print(
        repr(v), str(v), f"{v}", "%r %s %g %.3f %.17g" % (v, v, v, v, v), float(repr(v)) == v,
        f"{v:.0f}" if abs(v) < 1e20 else "", f"{v:.3e}"
    )
inf = float("inf")
print(
    inf, -inf, float("nan"), [inf, -0.0], (1.0,), {1.5: 2.5}, {0.1}, complex(0.1, -0.0), str(1e5), str(1e-3), 1e3,
    1E3, 1_000.5, .5, 5., 0e0, 1e+5
)
print(
    round(2.675, 2), round(1.005, 2), round(0.5), round(1.5), round(2.5), round(-1.5), round(1e20),
    round(1234.5, -2), round(0.1 + 0.2, 10), round(5.015, 2), round(1e-10, 5)
)
print(
    float("1e5"), float("  2.5  "), float("1_0.5"), float("-.5e-3"), float("infinity"),
    float("123456789012345678901234567890"), float("0.1e-400"), float("1.0000000000000000000001"),
    float("9007199254740993"), float("2.2250738585072011e-308")
)
print(
    0.1 * 3, 1.1 + 2.2, 0.1 * 0.1, 1e308 + 1e308, 1e-308 / 1e10, 1 - 0.9, 3 * 1.1, 1e16 + 1, 2**53 + 1.0, 7.0 // 2,
    -7.5 % 2, 1e300 * 1e10, 0.1 + 0.7
)
