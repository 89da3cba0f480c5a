"""str.split and str.rsplit: separators, limits, white space, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

text = " one  two\tthree\nfour "
print(text.split(), text.rsplit())
print(text.split(" "))
print(text.split(None, 1), text.rsplit(None, 1))
print(text.split(maxsplit=2), text.rsplit(maxsplit=2))
print("a,b,,c,".split(","), "a,b,,c,".rsplit(",", 2))
print("a,b,,c,".split(",", 0), "a,b".split(",", -1), "a,b".split(sep=",", maxsplit=9))
print("".split(), "".split(","), "   ".split(), "   ".split(" "))
print("a<>b<>c<d".split("<>"), "aaaa".split("aa"), "aaa".split("aa"), "aaa".rsplit("aa"))
print("x\u2003y\u00a0z\u200bw".split())
print("\x1cone\x1dtwo\x85three".split())
print("ä€😀b€😀c".split("€😀"), "ä€😀b€😀c".rsplit("😀", 1))
fails("abc".split, "")
fails("abc".rsplit, "")
fails("abc".split, 1)
fails("abc".split, b"a")
fails("abc".split, ",", "x")
fails("abc".split, ",", 1.0)
fails("abc".split, ",", 1, 2)
fails("abc".split, nope=1)
fails(str.split)
fails(str.split, 5)
