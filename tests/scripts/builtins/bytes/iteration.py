"""bytes as a sequence of integers: loops, slices, comparison, joins, conversions."""
b = b"ab\x00\xff"
print(
    list(b), [hex(x) for x in b], b[0], b[-1], b[1:3], b[::-1], b[5:], len(b), 97 in b, b"b\x00" in b, max(b),
    min(b), sum(b), sorted(b), bytes(sorted(b)), bytes(x ^ 0x20 for x in b"AbC")
)
print(
    b + b"c", b * 2, b == bytes([97, 98, 0, 255]), b < b"b", b"a" < b"aa", b"" < b"a", b"a" == bytearray(b"a"),
    b"a" != "a", hash(b"ab") == hash(bytes([97, 98])), {b"k": 1}[b"k"], b"" or "empty", not b""
)
print(
    b"".join([b"x", b"y"]), b"-".join(b"%d" % i for i in range(3)), b"a,b".split(b","), bytes(reversed(b"abc")),
    b"abc".hex(" "), bytes.fromhex("61 62"), int.from_bytes(b"\x01\x00", "big"), (258).to_bytes(2, "little"),
    [*b"ab"], tuple(b"ab"), b"ab".decode(), "é".encode(), str(b"ab", "ascii"), repr(b"'\"\n\\\x7f")
)
for i, x in enumerate(b"xyz"):
    print(i, x, chr(x), end=" ")
print()
crc = 0xFFFFFFFF
for x in b"123456789":
    crc ^= x
    for _ in range(8):
        crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
print(hex(crc ^ 0xFFFFFFFF))
m = bytearray(b"counting")
for i in range(len(m)):
    m[i] = (m[i] - 97 + 13) % 26 + 97
print(
    m, m.decode(), bytes(m), m[::2], m.find(b"g"), m.index(m[0]), m.count(b"n"), m.startswith(b"p"), m.upper(),
    m.title(), m == bytes(m)
)
print(
    b"caf\xc3\xa9".decode(), len("café".encode()), b"\xe9".decode("latin-1"), "€".encode("utf-16-le"),
    b"a\nb\r\nc".splitlines(), b"  x ".strip(), b"1,2,,3".split(b","), b"AbC".swapcase(),
    b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"tab\tx".expandtabs(4)
)
