"""The format mini-language on floats and integers: table of specifications."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

specs = [
    "", "f", ".0f", ".2f", "10.3f", "<10.3f", "^10.1f", "+.2f", " .2f", "010.2f", "e", ".0e", ".3E", "g", ".3g",
    ".10G", "#g", "#.0f", "n", "%", ".1%", ",.2f", "_.3f", "*>12.2f", "=+12.2f", "z.1f", "12", "-<12"
]
for x in (0.0, -0.0, 1.5, -2.675, 1234567.891, 1e-7, 1e20, float("inf"), float("nan")):
    print([format(x, s) for s in specs])
ispecs = [
    "", "d", "5d", "<5d", "^5d", "05d", "+d", " d", "x", "#x", "X", "#X", "o", "#o", "b", "#b", "#010b", "c", ",",
    "_", "_x", "e", ".2f", "%", "=+8d", "*^9", "n", "#_b", "08,d"
]
for n in (0, 42, 97, -1234567, 2**70):
    row = []
    for s in ispecs:
        try:
            row.append(format(n, s))
        except (OverflowError, ValueError) as e:
            row.append(type(e).__name__)
    print(row)
for s in ("s", ".2", "x", "d", ",.2x", "q", "5.5.5", "..2", "+-f", "=s", ".f", "1" * 30, "c", "_,"):
    fails(format, 1.5, s)
for s in (
    "s", ".2d", ".2", ",x", "q", "+c", "#c", ",c", "Z", ".99999999999", ",_", "__", "=", "99999999999999999999d"
):
    fails(format, 65, s)
fails(format, 0x110000, "c")
fails(format, -1, "c")
fails(format, 1, 5)
fails(format, True, "s")
print(
    format(True, "d"), format(True), format(True, "5"), format("abc", "5"), format("abc", ">5.2"),
    format("é", "*^4s")
)
for s in ("d", "+", "=5", ",", "#", "0<5", "x", " "):
    fails(format, "abc", s)
