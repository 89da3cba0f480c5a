"""str(): from objects, from bytes, subclasses, repr escapes."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Both:
    def __repr__(self): return "the-repr"
    def __str__(self): return "the-str"
class OnlyRepr:
    def __repr__(self): return "only-repr"
class Bad:
    def __str__(self): return 5
    def __repr__(self): return None
class Sub(str):
    def __str__(self): return "sub:" + self[:]
print(str(), str(Both()), repr(Both()), str(OnlyRepr()), f"{OnlyRepr()} {Both()!r}")
print(
    str(b"ab", "utf-8"), str(b"\xc3\xa9", encoding="utf8"), str(object=5), str(b"x\xff", "ascii", "replace"),
    str(bytearray(b"q"), "ascii")
)
print(str(b"bytes"), str(None), str(True), str(1.0), str([1, "a"]), str(Sub("q")), type(str(Sub("q"))).__name__)
for t in (
    "it's", 'say "x"', "both ' and \"", "\n\t\r\\", "\x00\x1f\x7f\x80\xa0\xad", "é€😀", "\u200b\u2028\ud800",
    "\U000e0001", "a\u0301"
):
    print(ascii(t), repr(t).encode("utf-8", "backslashreplace"))
s = "x"
print(str(s) is s, str.__new__(str, "n"), isinstance(Sub(1), str), Sub(1) == "1", {Sub("k"): 1}["k"])
fails(str, Bad())
fails(repr, Bad())
fails(str, "a", "utf-8")
fails(str, 5, "utf-8")
fails(str, b"\xff", "utf-8")
fails(str, 1, 2, 3, 4)
fails(str, nope=1)
fails(str, b"a", 5)
fails(str.__new__)
fails(str.__new__, int)
print(str.__doc__ is not None, str.__name__, str.__mro__)
