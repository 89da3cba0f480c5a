"""Encoding tables: characters in several encodings, error handlers, own handlers, round trips."""
import codecs

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

text = "aéß€ЖあA😀\x00"
for enc in (
    "utf-8", "utf-16", "utf-16-be", "utf-32-le", "latin-1", "ascii", "cp1252", "iso8859-15", "utf-7",
    "unicode_escape", "raw_unicode_escape"
):
    row = []
    for c in text:
        try:
            row.append(c.encode(enc).hex())
        except UnicodeEncodeError as e:
            row.append("-")
    print(enc, row)
for h in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace"):
    print(h, "aé€".encode("ascii", h), "aé€".encode("latin-1", h))
codecs.register_error("stars", lambda e: ("*" * (e.end - e.start), e.end))
print(
    "aéé€b".encode("ascii", "stars"), b"a\xff\xfeb".decode("ascii", "stars"), codecs.lookup("utf8").name,
    codecs.encode("abc", "rot13"), codecs.decode(b"6162", "hex"), codecs.encode(b"ab", "base64")
)
d = codecs.getincrementaldecoder("utf-8")()
print([d.decode(bytes([b])) for b in "é€".encode()], d.decode(b"", True))
e = codecs.getincrementalencoder("utf-16")()
print(e.encode("a"), e.encode("b"), codecs.BOM_UTF8, codecs.lookup_error("strict").__name__, codecs.open.__name__)
fails(codecs.lookup, "nope")
fails(codecs.lookup_error, "nope")
fails(d.decode, b"\xff")
fails("a".encode, "hex")
fails(b"a".decode, "rot13")
fails(codecs.register_error, "x", 5)
fails("é".encode, "ascii", "stars-unknown")
for raw in (b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"):
    print(
        raw, ascii(raw.decode("utf-8", "replace")), ascii(raw.decode("utf-8", "surrogateescape")),
        raw.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape") == raw,
        raw.decode("latin-1").encode("latin-1") == raw, raw.decode("utf-8", "ignore") == ""
    )
