# methods of int, conversion between bases
for n in (0, 1, -1, 255, -256, 2 ** 40, -2 ** 70):
    print(n, n.bit_length(), n.bit_count(), n.as_integer_ratio(), n.is_integer(), bin(n), oct(n), hex(n), n.conjugate(), n.real, n.imag, n.numerator)
print((1000).to_bytes(2), (1000).to_bytes(4, "little"), (-5).to_bytes(2, signed=True), (0).to_bytes(0), (1).to_bytes(), int.from_bytes(b"\x03\xe8"), int.from_bytes(b"\xe8\x03", "little"), int.from_bytes(b"\xff\xfb", signed=True), int.from_bytes([1, 2]), int.from_bytes(b""), int.from_bytes(bytearray(b"\x01")))
for s, b in (("10", 2), ("ff", 16), ("zz", 36), ("0x1F", 16), ("0x1F", 0), ("0o17", 0), ("0b101", 0), ("101", 0), ("-0xff", 0), ("+5", 10), (" 7\n", 10), ("1_0", 10), ("0b1", 2), ("٣", 10), ("00", 0), ("0_0", 0), ("1_000", 36), ("7", 8)):
    print(repr(s), b, int(s, b), end="; ")
print()
for text in ("int('08', 0)", "int('8', 8)", "int('g', 16)", "int('', 10)", "int(' ', 10)", "int('1 2')", "int('1__0')", "int('_1')", "int('1_')", "int('0x', 16)", "int('- 5')", "int('--5')", "int('5', 1)", "int('5', 37)", "int('5', -1)", "int('5', '10')", "int(5, 10)", "int(None)", "int([1])", "int(1j)", "int('1.0')", "int('1e3')", "int(b'7')", "int(b'\\xff')", "int('0b2', 0)", "int('9' * 4300) > 0", "int('9' * 4301)", "int('\\x00')", "int('12\\x00')", "int(base=10)", "int(x=5)", "int('a' * 100)", "(5).to_bytes(0)", "(256).to_bytes(1)", "(-1).to_bytes(1)", "(1).to_bytes(-1)", "(1).to_bytes(1, 'middle')", "int.from_bytes('abc')", "int.from_bytes([256])", "int.from_bytes(5)", "(5).bit_length(1)", "(200).to_bytes(1, signed=True)", "5 .to_bytes('a')"):
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")


class I(int):
    def __repr__(self): return f"I({int(self)})"


i = I(5)
print(i, str(i), f"{i}", f"{i:d}", i + 1, type(i + i).__name__, -i, type(-i).__name__, type(+i).__name__, abs(i), i == 5, hash(i) == hash(5), [10, 20, 30, 40, 50, 60][i], int(i), type(int(i)).__name__, bool(i), I("7"), I.from_bytes(b"\x02"), type(I.from_bytes(b"\x02")).__name__, divmod(i, 2), {5: "five"}[i], range(i), i.real, round(i), type(round(i)).__name__)
import sys
print(sys.get_int_max_str_digits(), sys.maxsize, sys.int_info.bits_per_digit > 0)
sys.set_int_max_str_digits(0)
print(len(str(10 ** 10000)), int("9" * 5000) % 7)
sys.set_int_max_str_digits(640)
try: str(10 ** 700)
except ValueError as e: print(e)
