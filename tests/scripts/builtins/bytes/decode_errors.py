"""bytes.decode: the fields and messages of UnicodeDecodeError for malformed UTF-8."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

samples = [b"\x80", b"a\xc3", b"\xc3(", b"\xe2\x82", b"\xe2(\xa1", b"\xf0\x9f\x98", b"\xf8\x88\x80", b"\xc0\x80", b"\xed\xa0\x80",
           b"\xf4\x90\x80\x80", b"ok\xffok", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"ab\xe2\x82\xac\xe2"]
for raw in samples:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as e:
        print(raw, e.start, e.end, e.reason, e.encoding, "|", e)
    print(
        "   ", ascii(raw.decode("utf-8", "replace")), ascii(raw.decode("utf-8", "ignore")),
        ascii(raw.decode("utf-8", "backslashreplace")), ascii(raw.decode("utf-8", "surrogateescape"))
    )
fails(b"\x80".decode, "ascii")
fails(b"abc".decode, "utf-16")
fails(b"ab\x00".decode, "utf-16-le")
fails(b"\x00\xd8".decode, "utf-16-le")
fails(b"\x00\x00\x11\x00".decode, "utf-32-le")
print(
    b"\xff\xfea\x00".decode("utf-16"), b"\xfe\xff\x00a".decode("utf-16"), b"\xef\xbb\xbfa".decode("utf-8-sig"),
    ascii(b"\xef\xbb\xbfa".decode("utf-8"))
)
fails(b"a".decode, "nope")
fails(b"\xff".decode, "utf-8", "nope")
fails(b"a".decode, 5)
fails(b"a".decode, "utf-8", None)
