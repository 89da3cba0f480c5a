"""The text-like methods of bytes."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

b = b"Hello World, hello"
print(b.upper(), b.lower(), b.title(), b.capitalize(), b.swapcase(), b"\xe9A".lower())
print(
    b.find(b"hello"), b.find(b"l", 4), b.find(111), b.rfind(b"o"), b.index(b"W"), b.count(b"l"), b.count(108),
    b.find(b"")
)
print(
    b.split(), b.split(b","), b.split(b"o", 1), b.rsplit(b"o", 1), b.partition(b"W"), b.rpartition(b"?"),
    b" a  b ".split(b" ")
)
print(
    b.replace(b"l", b"L"), b.replace(b"l", b"", 2), b"ab".replace(b"", b"-"), b.startswith(b"He"),
    b.endswith((b"x", b"lo"))
)
print(
    b"  x ".strip(), b"xxaxx".strip(b"x"), b"xa".lstrip(b"x"), b"ax".rstrip(b"x"), b"prefix".removeprefix(b"pre"),
    b"a.py".removesuffix(b".py")
)
print(b"ab".center(6), b"ab".ljust(5, b"*"), b"ab".rjust(5, b"."), b"-4".zfill(4), b"a\tb".expandtabs(4))
print(
    b",".join([b"a", bytearray(b"b"), memoryview(b"c")]), b"".join([]), b"a\nb\r\nc\x0bd".splitlines(),
    b"a\n".splitlines(True)
)
print(
    b"abc".isalpha(), b"a1".isalnum(), b"12".isdigit(), b" \t".isspace(), b"Ab".istitle(), b"AB".isupper(),
    b"ab".islower(), b"\x80".isascii(), b"".isascii(), b"\xe9".isalpha()
)
table = bytes.maketrans(b"abc", b"xyz")
print(len(table), b"aabbcc".translate(table), b"aabbcc".translate(None, b"a"), b"abc".translate(table, delete=b"b"))
print(b"%d %s %r %a %x %c %5.2f %b" % (5, b"s", "r", "é", 255, 65, 1.5, b"B"), b"%(k)s" % {b"k": b"v"})
print(
    b"a" + bytearray(b"b"), type(b"a" + bytearray(b"b")).__name__, b"ab" * 2, 97 in b"abc", b"bc" in b"abc",
    b"abc" < b"abd", b"a" == bytearray(b"a"), b"a" == "a"
)
print(
    b"\xc3\xa9".decode(), b"\xe9".decode("latin-1"), b"a\xffb".decode("utf-8", "replace"),
    b"a\xffb".decode("utf-8", "ignore"), ascii(b"a\xffb".decode("utf-8", "surrogateescape")),
    b"a\xff".decode("ascii", "backslashreplace")
)
fails(b.find, "hello")
fails(b.index, b"zzz")
fails(b.find, 256)
fails(b.split, "o")
fails(b.split, b"")
fails(b.replace, "l", b"L")
fails(b.join, ["a"])
fails(b.join, [b"a", 1])
fails(b.startswith, "He")
fails(b.startswith, (b"q", "He"))
fails(b.center, 5, "x")
fails(b.center, 5, b"xy")
fails(bytes.maketrans, b"a", b"bc")
fails(b.translate, b"short")
fails(b.strip, "x")
fails(lambda: b + "x")
fails(lambda: "x" in b)
fails(lambda: 300 in b)
fails(lambda: b < "x")
fails(lambda: b"%d" % "x")
fails(lambda: b"%s" % "x")
fails(lambda: b"%d" % (1, 2))
fails(lambda: b[99])
fails(lambda: b["a"])
