# texts of ZeroDivisionError and OverflowError
for code in ("1 / 0", "1 // 0", "1 % 0", "1.0 / 0", "1.0 // 0", "1.0 % 0", "divmod(1, 0)", "divmod(1.0, 0)", "1j / 0", "0 ** -1", "0.0 ** -1", "0j ** -1", "pow(0, -1)", "pow(1, 1, 0)", "True / False", "10 ** 400 / 0", "1 / 0.0", "5 // 0.0", "2.0 ** 5000", "10 ** 400 * 1.0", "int(float('inf'))", "float(10 ** 400)", "10 ** 400 / 3", "(-1.0) ** 0.5 and 1", "1e308 * 10", "round(1e308, -309)", "range(10)[10 ** 20]", "'a' * 10 ** 20", "[1] * 10 ** 20", "1 << 10 ** 20", "chr(10 ** 20)", "bytes([300])", "(300).to_bytes(1)", "math.exp(1000)", "math.log(0)", "math.sqrt(-1)", "math.factorial(-1)", "math.factorial(1.5)", "math.acos(2)", "math.pow(0, -1)", "math.fmod(1, 0)", "math.gcd(1.5)", "math.inf // 1", "math.log(-1)", "math.log(10, 1)", "math.pow(-8, 1 / 3)", "math.gamma(0)", "math.ldexp(1, 10000)", "math.cosh(1000)", "math.comb(-1, 2)", "math.isqrt(-1)", "math.perm(3, -1)", "math.atanh(1)", "math.sin(math.inf)", "(2 ** 70).__index__() and hash(1)", "len(range(10 ** 20))", "b'a'.ljust(10 ** 20)", "int('9' * 5000)", "str(10 ** 5000)"):
    try:
        import math
        print(code, "=", eval(code))
    except Exception as e:
        print(code, "->", type(e).__name__ + ":", e)
1 // 0
