"""bytes(): every kind of source, repr, fromhex and hex."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class B:
    def __bytes__(self): return b"from-dunder"
class Bad:
    def __bytes__(self): return "text"
class Ix:
    def __index__(self): return 3
print(
    bytes(), bytes(3), bytes([1, 2, 255]), bytes("aé", "utf-8"), bytes("x", encoding="ascii"), bytes(b"copy"),
    bytes(bytearray(b"q"))
)
print(
    bytes(range(5)), bytes(i for i in (65, 66)), bytes(B()), bytes(Ix()), bytes(memoryview(b"view")),
    bytes((True, Ix()))
)
print(bytes(range(256)))
print(repr(b"it's"), repr(b'q"'), repr(b"'\""), str(b"\n\t\r\\\x00\x7f"))
print(bytes.fromhex("00 ff 7F"), bytes.fromhex(""), bytes.fromhex("deadBEEF"), bytes.fromhex(" 61\n62\t"))
print(
    b"\x00\xffab".hex(), b"\x01\x02\x03\x04\x05".hex(":"), b"\x01\x02\x03\x04\x05".hex("-", 2),
    b"\x01\x02\x03\x04\x05".hex("_", -2), b"".hex()
)
b = b"same"
print(bytes(b) is b, b[0], b[-1], b[1:3], b[::-1], len(b), list(b))
fails(bytes, -1)
fails(bytes, "text")
fails(bytes, [256])
fails(bytes, [-1])
fails(bytes, ["a"])
fails(bytes, 1.5)
fails(bytes, None)
fails(bytes, [1.5])
fails(bytes, Bad())
fails(bytes, 1, "utf-8")
fails(bytes, b"x", "utf-8")
fails(bytes, encoding="utf-8")
fails(bytes, "é", "ascii")
fails(bytes, 10**30)
fails(bytes.fromhex, "0")
fails(bytes.fromhex, "zz")
fails(bytes.fromhex, "0 1")
fails(bytes.fromhex, 5)
fails(b.hex, "ab")
fails(b.hex, 5)
fails(b.hex, "é")
