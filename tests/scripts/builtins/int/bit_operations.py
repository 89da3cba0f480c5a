"""Shifts, masks, bit counts, two's complement behaviour for all signs and sizes."""
values = [0, 1, -1, 5, -6, 255, -256, 2**31 - 1, -(2**31), 2**63, -(2**63), 2**64 + 3, -(2**64) - 3]
for v in values:
    print(
        v, ~v, v & 0xFF, v | 1, v ^ -1, v >> 1, v >> 70, v << 3, v & -v, v.bit_length(), v.bit_count(), bin(v),
        hex(v)
    )
print(all((a & b) + (a | b) == a + b and (a ^ b) == (a | b) - (a & b) for a in values for b in values))
print(all((v << n) >> n == v and v >> n == v // 2**n for v in values for n in (0, 1, 7, 62, 63, 64, 65, 130)))
print(
    1 << 0, 1 << 62, 1 << 63, 1 << 64, -1 << 63, (1 << 200) >> 199, 5 & 3, 5 | 3, 5 ^ 3, -5 & 3, -5 | 3, -5 ^ 3,
    True << 3, True & False
)
x = 0
for i in range(70):
    x |= 1 << i
print(x == 2**70 - 1, x.bit_count())
x = 1
x <<= 65
x >>= 3
x ^= 2**62
x |= 12
x &= ~8
print(x)
mask = 0xFFFFFFFF
h = 2166136261
for c in b"hash me":
    h = ((h ^ c) * 16777619) & mask
print(h, hex(h))
def popcount(n):
    c = 0
    while n:
        n &= n - 1
        c += 1
    return c
print(
    [popcount(n) == n.bit_count() for n in (0, 7, 2**80 - 1)], 0b1010_1010, 0o777, 0xDEAD_BEEF, int("-0b101", 0),
    f"{-5:b} {5:08b} {255:#x} {-255:X}"
)
# Numbers that no memory could hold have an error of their own; those that this one cannot hold are MemoryError.
import sys
for shift in (sys.maxsize, sys.maxsize - 30, sys.maxsize - 300, 1 << 50, sys.maxsize + 1, 1 << 100):
    for number in (1, -1, 1 << 70, 0):
        try:
            print(number << shift, end=" ")
        except (MemoryError, OverflowError) as e:
            print(type(e).__name__, e, end=" ")
    print(-1 >> shift, 5 >> shift)
