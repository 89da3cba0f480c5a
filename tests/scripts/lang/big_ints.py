# integers beyond the machine word
a = 2 ** 100
b = 3 ** 70
print(a, b, -a, a + b, a - b, b - a, a * b)
print(b // a, b % a, divmod(-b, a), divmod(b, -a), divmod(-b, -a), a // 3, a % 10, -a // 7, -a % 7)
print(a / b, b / a, a / 2, 10 ** 30 / 10 ** 29, (10 ** 400) / (10 ** 399), a * 1.5, a ** 0.5, 1 / a)
print(a & b, a | b, a ^ b, ~a, -a & b, -a | b, -a ^ -b, a << 10, a >> 10, -a >> 10, -a >> 200, a >> 200, 1 << 64, -1 << 64)
for n in (2 ** 31 - 1, 2 ** 31, 2 ** 62 - 1, 2 ** 62, 2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1, 2 ** 64):
    print(n, n + 1, n - 1, -n, -n - 1, n * 2, n * n, n << 1, hash(n) == hash(float(n)), n.bit_length(), n.bit_count(), -n + n)
print(a == 2.0 ** 100, a < b, a > 1e30, a == a + 1, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 10 ** 400 > 1e308, 10 ** 400 < float("inf"), -10 ** 400 < float("-inf"))
print(pow(a, b, 1000007), pow(3, -1, 2 ** 89 - 1), pow(2, 1000) % 10 ** 9, pow(-3, 5, 7), pow(5, 0, 1), a ** 3 == 2 ** 300)
print(int("123456789" * 5), int("-" + "f" * 30, 16), hex(a), oct(b), bin(2 ** 70), str(10 ** 50), int("1" + "0" * 50) == 10 ** 50, f"{a:,} {a:x} {a:e}")
print(int.from_bytes(b"\x01" + b"\x00" * 10), (2 ** 80).to_bytes(11), (-2 ** 79).to_bytes(10, "little", signed=True).hex(), int.from_bytes(b"\xff" * 9, signed=True))
print(hash(2 ** 61 - 1), hash(2 ** 61), hash(-2 ** 61), hash(10 ** 30), hash(-1), hash(2 ** 1000))
print(float(10 ** 22), float(2 ** 1023), int(1e25), round(123456789012345678901, -5), abs(-a), -(-a) == a, bool(a), a.as_integer_ratio())
import math
print(math.factorial(30), math.isqrt(10 ** 40), math.gcd(2 ** 80, 6 ** 50), math.comb(100, 50), sum(range(10 ** 6)), math.prod(range(1, 25)), math.lcm(2 ** 65, 3 ** 20), math.log2(a), math.log(10 ** 500))
for bad in ("float(10 ** 400)", "10 ** 400 / 3", "a // 0", "a % 0", "10 ** 400 * 1.0", "(2 ** 80).to_bytes(5)", "(-1).to_bytes(2)", "1 << a", "[0] * a", "'x' * a", "range(a)[a]", "[1][a]", "int('1' * 5000)", "str(10 ** 5000)", "10 ** 5000 == 10 ** 5000", "chr(a)", "a >> -1", "math.factorial(-1)", "1 >> a", "-1 >> a", "0 << a", "math.sqrt(10 ** 700)"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
