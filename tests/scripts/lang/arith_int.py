# integer arithmetic with small numbers
print(7 + 3, 7 - 3, 7 * 3, 7 / 3, 7 // 3, 7 % 3, 7 ** 3)
print(-7 // 3, -7 % 3, 7 // -3, 7 % -3, -7 // -3, -7 % -3)
print(divmod(7, 3), divmod(-7, 3), divmod(7, -3))
print(2 ** 0, 2 ** 10, 2 ** -1, 0 ** 0, (-2) ** 3, -2 ** 2)
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 5 << 2, 5 >> 1, -5 >> 1, -1 << 3)
print(+5, -5, - -5, +-5, ~~5, not 5)
print(1 + 2 * 3, (1 + 2) * 3, 2 ** 3 ** 2, 10 - 5 - 2, 100 / 10 / 2)
print(1_000_000, 0xff, 0o17, 0b1010, 0XFF, 0B11, 0x_f)
print(10 / 2, 1 / 3, 4 / 2 == 2)
print(abs(-3), pow(2, 5), pow(2, 5, 7), pow(3, -1, 7), min(3, 1, 2), max(3, 1, 2))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1250, -2))
print(int("42"), int(" -7 "), int("ff", 16), int("0b11", 0), int(3.99), int(-3.99))
print(bin(10), oct(8), hex(255), bin(-5))
for bad in ("1 // 0", "1 % 0", "1 / 0", "0 ** -1", "divmod(1, 0)", "1 << -1", "1 >> -1",
            "int('x')", "int('')", "int('12', 1)", "pow(2, 5, 0)", "pow(2, -1, 4)", "int('1_')"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__, e)
print(True + True, True * 5, sum([True, False, True]), True == 1, int(True))
