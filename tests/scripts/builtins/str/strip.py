"""strip, lstrip, rstrip, removeprefix, removesuffix."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = "  \t padded text \n "
print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()))
print("xxabcxx".strip("x"), "xyxabcyx".strip("xy"), "xyxabcyx".lstrip("yx"), "xyxabcyx".rstrip("yx"))
print(repr("xxxx".strip("x")), repr("".strip()), "abc".strip(""), repr(" a ".strip(None)))
print(repr("\u2003\u00a0é\u3000".strip()), repr("\u200bé".strip()), "€€a€".strip("€"))
t = "unchanged"
print(t.strip() is t, t.removeprefix("un"), t.removesuffix("ed"), t.removeprefix("x"), t.removesuffix(""))
print("aaa".removeprefix("a"), repr("aaa".removeprefix("aaa")), "file.tar.gz".removesuffix(".gz"))
fails(t.strip, 1)
fails(t.lstrip, b"u")
fails(t.rstrip, "a", "b")
fails(t.removeprefix, 1)
fails(t.removesuffix, ("a",))
fails(t.removeprefix)
fails(t.strip, chars="u")
