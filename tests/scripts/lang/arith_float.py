# floats: arithmetic, repr, special values
print(0.1 + 0.2, 1.0, 1e3, 1e16, 1e15, 123456789012345678.0, 1e22, 1e23)
print(1.5e-5, 0.0001, 0.00001, 1e-7, 5e-324, 1.7976931348623157e308)
print(1e309, -1e309, float("nan"), float("inf"), -float("inf"))
print(-0.0, 0.0 == -0.0, 0.0 * -1)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(7.5, 2), divmod(-7.5, 2))
print(2.0 ** 0.5, 2 ** 0.5, (-8) ** (1 / 3), 4 ** -0.5)
print(1.0 == 1, 1.5 < 2, 0.1 + 0.2 == 0.3, 1e400 == float("inf"))
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, nan in [nan], [nan] == [nan])
print(float("1.5"), float(" -2e3 "), float("1_0.5"), float(10), float(True), float("Infinity"))
print(int(1e20), int(-1.9), int(1e300) % 1000)
print((1.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (1.5).hex(), float.fromhex("0x1.8p1"))
print(round(1.25, 1), round(1.35, 1), round(12345.678, -2), round(0.5), round(1.5), round(-1.5))
print(3.0, 3.14, 100.0, 1e2, 314159.26535, 1 / 3, 2 / 3, 10 / 3)
print(1.1 * 3, 4.35 * 100, 1.1 + 2.2, 0.1 * 3, 1e-320, 123e-7)
for bad in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "float('x')", "float('')", "int(float('nan'))",
            "int(float('inf'))", "0.0 ** -1", "2.0 ** 10000", "divmod(1.0, 0)", "round(float('nan'))"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__, e)
print(hash(1.0) == hash(1), hash(0.5) == hash(0.5), {1: "a"}[1.0])
