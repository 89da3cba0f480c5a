# shortest repr of floats, and conversions
import math
import struct
for x in (0.1, 0.2, 0.3, 1 / 3, 2 / 3, 1e15, 1e16, 1e17, 9999999999999998.0, 123456789012345.6, 1e-4, 1e-5, 0.00012345, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
          4.35, 0.1 + 0.2, 1e21, 1e22, 1e23, 2 ** 53.0, 2.0 ** 70, 1.1, 100.0, 1e2, 12345.678, 9.5367431640625e-07, 4.9406564584124654e-324, 299792458.0, 6.02214076e23, 1.6e-35, 123456.7e-10):
    assert float(repr(x)) == x
    print(repr(x), str(-x), f"{x:.17g}", f"{x:.3e}", x.hex())
for h in ("3ff0000000000000", "7fefffffffffffff", "0010000000000000", "000fffffffffffff", "0000000000000001", "7ff0000000000000", "fff0000000000000", "8000000000000000", "4340000000000001", "3fb999999999999a", "c05ec00000000000"):
    print(h, struct.unpack(">d", bytes.fromhex(h))[0])
for t in ("1", "1.", ".5", "1e5", "1E+5", "-1e-5", "+.5e1", "1_000.5", "inf", "-Infinity", "nan", "  7  ", "1e400", "1e-400", "٣.٥", "0x10", "1__0", "_1", "1e", "", ".", "e5", "1 2", "--1", "infin", "1.5f", "\n2\t"):
    try:
        print(repr(t), float(t))
    except ValueError as e:
        print(repr(t), e)
print(float.fromhex("0x1p-1074"), float.fromhex("inf"), float.fromhex("-0x.8"), (0.1).as_integer_ratio(), (1e300).as_integer_ratio()[1], (-2.5).as_integer_ratio())
for bad in ("float.fromhex('z')", "float('inf').as_integer_ratio()", "float('nan').as_integer_ratio()", "float([])", "float(None)", "float(1j)", "float('1', 2)", "math.floor(math.inf)", "int('1.5')", "float.fromhex('0x1p99999')"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), round(-1.5), round(0.5), round(1e20), round(2.5, 0), round(1234.5678, 2), round(1234.5678, -2), round(5e-324, 400), round(1e300, -299))
print(math.nextafter(1, 2), math.ulp(1.0), math.frexp(8.5), math.ldexp(0.5, 4), math.modf(-2.5), math.fmod(-7, 3), -7 % 3.0, math.copysign(1, -0.0), math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10), sum([0.1] * 10), math.hypot(3, 4), math.remainder(7, 4))
print(hash(0.5), hash(1e300), hash(float("inf")), hash(-float("inf")), hash(0.1), hash(2.0 ** 61), hash(-1.0), float.__repr__(1.5), (1.5).__floor__(), (1.5).conjugate(), 1.5.real, 1.5.imag)
