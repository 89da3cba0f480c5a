"""center, ljust, rjust, zfill, expandtabs."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

for width in (-1, 0, 3, 4, 7, 8):
    print(width, [f("abc", width) for f in (str.center, str.ljust, str.rjust, str.zfill)])
print("ab".center(7, "*"), "abc".center(8, "*"), "a".center(4, "é"), "".center(3, "-"), "x".ljust(5, "😀"))
print("-42".zfill(6), "+42".zfill(6), "--1".zfill(6), "".zfill(3), "-".zfill(3), "abc".zfill(2), "é".zfill(3))
print(
    repr("a\tbc\td".expandtabs()), repr("a\tbc\td".expandtabs(4)), repr("a\tb".expandtabs(0)),
    repr("\t\n\tx".expandtabs(3))
)
print(repr("12\t3\r4\t5".expandtabs(tabsize=4)), repr("a\tb".expandtabs(-2)), repr("é\t😀\tz".expandtabs(2)))
fails("a".center)
fails("a".center, "5")
fails("a".ljust, 5, "")
fails("a".ljust, 5, "ab")
fails("a".rjust, 5, 1)
fails("a".rjust, 5, b"x")
fails("a".zfill)
fails("a".zfill, 1.5)
fails("a".expandtabs, "4")
fails("a".center, 10**30)
