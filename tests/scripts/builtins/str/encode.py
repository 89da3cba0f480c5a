"""str.encode: codecs, error handlers, exceptions with their fields."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = "aé€😀"
for enc in ("utf-8", "UTF8", "utf_8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-8-sig"):
    print(enc, s.encode(enc))
print("aé".encode("latin-1"), "aé".encode("iso-8859-1"), "abc".encode("ascii"), "".encode(), s.encode())
for handler in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace"):
    print(handler, s.encode("ascii", handler), s.encode("latin-1", errors=handler))
print("\ud800x".encode("utf-8", "surrogatepass"), "\udc80".encode("utf-8", "surrogateescape"))
print("\udcff\udc41".encode("utf-8", "backslashreplace"))
try:
    s.encode("ascii")
except UnicodeEncodeError as e:
    print(e.encoding, e.start, e.end, e.reason, e.object == s, e.args[0], len(e.args))
    print(e)
fails("ab\ud800cd".encode)
fails("é".encode, "ascii", "strict")
fails("€é€".encode, "latin-1")
fails("a".encode, "no-such-codec")
fails("é".encode, "ascii", "no-such-handler")
fails("a".encode, 5)
fails("a".encode, "ascii", 5)
fails("a".encode, "ascii", "strict", 1)
