"""float(): text forms, objects, repr of awkward values."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class F:
    def __float__(self): return 2.5
class X:
    def __index__(self): return 9
class Bad:
    def __float__(self): return 3
print(
    float(), float(3), float("1.5"), float(" -2.5e3\n"), float("1_0.5"), float(".5"), float("5."), float("1E-5"),
    float(F()), float(X()), float(True)
)
print(
    float("inf"), float("-Infinity"), float("nan"), float("+NaN"), float(b"1.25"), float("٣.٥"), float("1e400"),
    float("-1e-400"), float(10**22)
)
for x in (
    0.1, 1 / 3, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, -0.0, 100.0, 2.5e-8,
    9007199254740993.0, 0.1 + 0.2, 1e22, 1e23, 12345.678e-20
):
    print(
        repr(x), str(x), x.hex(), float.fromhex(x.hex()) == x,
        x.as_integer_ratio() if abs(x) < 1e30 and abs(x) > 1e-10 else "", x.is_integer()
    )
for bad in ("", "a", "1e", "1.2.3", "--1", "1__0", "_1", "in", "infinit", "0x1p3", "1 2", "\x00"):
    fails(float, bad)
fails(float, None)
fails(float, [])
fails(float, 1j)
fails(float, Bad())
fails(float, 10**400)
fails(float, 1, 2)
fails(float, x=1)
fails(float, b"\xff")
print(
    float.fromhex("0x1.8p1"), float.fromhex("-0x.1p-3"), float.fromhex("inf"), float.fromhex("1a"),
    float.from_number(3)
)
fails(float.fromhex, "xyz")
fails(float.fromhex, "0x1p5000")
fails(float.fromhex, 5)
fails(float.from_number, "3")
fails(float("inf").as_integer_ratio)
fails(float("nan").as_integer_ratio)
