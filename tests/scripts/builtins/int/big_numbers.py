"""Arithmetic of large integers: products, division, powers, roots, text, mixed with floats."""
import math
a, b = 123456789012345678901234567890, -987654321098765432109876543210
print(a + b, a - b, a * b, b // a, b % a, divmod(b, a), divmod(a, -7), -a, abs(b), a > b, a == a + 0)
print(
    a**5, pow(a, 3, 10**9 + 7), pow(3, a, 10**20 + 39), math.isqrt(a), math.gcd(a, b), math.factorial(30), a / b,
    a / 7, 10**30 / 3, float(a), int(1e25), a == float(a)
)
f = 1
for i in range(1, 60):
    f *= i
print(f, f // (2**50), f % (10**9 + 7), len(str(f)), str(f).count("0"))
p, q = 0, 1
for _ in range(300):
    p, q = q, p + q
print(p, p % 1000, p.bit_length())
print(
    (10**40 + 1) // (10**20 - 1), (10**40 + 1) % (10**20 - 1), -(10**40) // 7, -(10**40) % 7, 10**40 // -7,
    10**40 % -7, (2**128 - 1) // (2**64 - 1), (2**128 - 1) % (2**64 + 1)
)
for n in (2**61, 2**62, 2**63, 2**64):
    for d in (-1, 0, 1):
        v = n + d
        print(v, v * v, v + v, -v - 1, v // 3, -v // 3, v % 10, hash(v) == hash(v + 0))
print(
    int("1" + "0" * 50) == 10**50, int(str(a)) == a, f"{a:,}", f"{a:_}", f"{a:e}", f"{a:.3g}", "%d" % a,
    round(a, -20), a.to_bytes(16, "big").hex(), hash(2**61 - 1), hash(10**30) == hash(float(10**30))
)
e, k, t = 10**60, 10**60, 1
while k:
    k //= t
    t += 1
    e += k
print(e // 10**10)
