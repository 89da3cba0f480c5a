"""int(): text in every base, objects, limits, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class I:
    def __int__(self): return 7
class X:
    def __index__(self): return 9
class Bad:
    def __int__(self): return "x"
class T:
    def __trunc__(self): return 4
print(int(), int(3.9), int(-3.9), int("42"), int(" -42\n"), int("+7"), int(True), int(I()), int(X()), int(1e20))
print(
    int("ff", 16), int("0xFF", 16), int("0b101", 2), int("0o17", 8), int("z", 36), int("0x1f", 0), int("0b1", 0),
    int("10", 0), int("0", 0), int("00", 0)
)
print(
    int("1_000"), int("0x_ff", 16), int(b"12"), int(bytearray(b"13")), int("٣٤"), int("１２"), int(b"11", base=2),
    int("100", X())
)
print(int("9" * 40), int("-" + "1" * 25), int("7" * 30, 8), int("1" * 70, 2), int(1e300) % 1000007)
for bad in ("", " ", "a", "1.5", "0x10", "1__0", "_1", "1_", "--1", "+ 1", "1 2", "\x00", "é", "10" * 20 + "x"):
    fails(int, bad)
fails(int, "9", 8)
fails(int, "01", 0)
fails(int, "1", 1)
fails(int, "1", 37)
fails(int, "1", -2)
fails(int, "1", 2.0)
fails(int, 5, 10)
fails(int, base=10)
fails(int, float("nan"))
fails(int, float("inf"))
fails(int, None)
fails(int, [])
fails(int, 1j)
fails(int, Bad())
fails(int, T())
fails(int, b"\xff")
fails(int, "1", 2, 3)
fails(int, x="1")
