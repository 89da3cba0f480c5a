"""struct: every format character, byte orders, padding, errors."""
import struct

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

p, u, c = struct.pack, struct.unpack, struct.calcsize
print(
    p("<bBhHiIlLqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 5, -6, 2**64 - 1), p(">hiq", 1, 2, 3), p("=I", 7),
    p("!H", 258), p("?3sc", True, b"ab", b"z"), p("5p", b"abc"), p("<2xh", 9), p("<efd", 1.5, 2.5, -0.1),
    p("0s", b"x"), p(""), len(p("@nN", 5, 6))
)
print(
    u("<hB", b"\x01\x00\xff"), u(">I", b"\0\0\1\0"), u("<e", b"\x00\x3e"), u("3s?", b"abc\x01"),
    u("<4p", b"\x02abz"), u("<3h", bytes(6)), u("c", b"q"),
    [c(f) for f in ("", "b", "bh", "<bh", "bi", "ibq", "3s", "10xh", "2?", "P", "qb", "qb0q", "@bhil", "=bhil")]
)
s = struct.Struct(">Hs")
b = bytearray(6)
s.pack_into(b, 1, 513, b"x")
print(
    s.size, s.format, b, s.unpack_from(b, 1), list(struct.iter_unpack("<H", b"\1\0\2\0")), s.unpack(b"\0\1z"),
    struct.unpack_from("<b", b"\1\2\3", -1), list(s.iter_unpack(b""))
)
print(
    p("<f", float("inf")), u("<d", p("<d", float("nan")))[0] != 0, p("<f", 0.1), u("<f", p("<f", 0.1)),
    p("<d", 2**53), p("< h  h ", 1, 2), p("<2h3s", 1, 2, b"abcdef"), p("<b", True), p("b", (5).__index__())
)
for f, a in (
    ("b", (128,)), ("B", (-1,)), ("h", (40000,)), ("<i", (2**31,)), ("<Q", (-1,)), ("<q", (2**63,)), ("b", ("a",)),
    ("b", (1.5,)), ("c", (b"ab",)), ("c", ("a",)), ("3s", ("abc",)), ("f", ("x",)), ("f", (1e40,)), ("e", (1e6,)),
    ("b", ()), ("b", (1, 2)), ("z", (1,)), ("3", ()), ("<P", (1,)), ("99999999999999999999s", (b"",)),
    ("d", (10**400,)), ("?", ()), (5, ())
):
    fails(p, f, *a)
fails(p, " <h", 1)
fails(p, "<nN", 1, 2)
fails(u, "<h", b"a")
fails(u, "<h", b"abc")
fails(u, "<h", "ab")
fails(struct.unpack_from, "<i", b"ab")
fails(struct.unpack_from, "<h", b"abc", 9)
fails(struct.unpack_from, "<h", b"abc", -9)
fails(struct.iter_unpack, "<h", b"abc")
fails(struct.iter_unpack, "", b"a")
fails(struct.pack_into, "<i", bytearray(2), 0, 1)
fails(struct.pack_into, "<h", b"ab", 0, 1)
fails(struct.pack_into, "<h", bytearray(4), -9, 1)
fails(c, "q q z")
fails(struct.Struct)
print(struct.error.__name__, struct.error.__mro__[1].__name__)
