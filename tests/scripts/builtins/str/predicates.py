"""The is... methods over a table of characters."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

names = [n for n in dir(str) if n.startswith("is")]
print(names)
samples = ["", "a", "A", "aB", "Ab Cd", "1", "²", "½", "٣", "一", "a1", "a b", " ", "\t\n", "\x1c", "\u00a0", "é",
           "ª", "ⅷ", "_", "_a1", "1a", "class", "é_1", "·", "a·", "\x00", "\x7f", "\u200b", "😀", "ǅ", "ß",
           "\ud800", "\u2028", "℘", "ﬀ", "Ⅷ", "ⓐ"]
for s in samples:
    row = "".join("1" if getattr(s, n)() else "." for n in names)
    print(row, ascii(s))
fails("a".isalpha, 1)
fails(str.isdigit)
fails(str.isidentifier, 3)
