"""partition, rpartition and splitlines."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = "key=value=more"
print(s.partition("="), s.rpartition("="), s.partition("?"), s.rpartition("?"))
print(s.partition("key"), s.rpartition("more"), "".partition("x"), "aXXbXXc".partition("XX"), "é€é".rpartition("€"))
for t in (
    "", "\n", "a\nb", "a\nb\n", "a\r\nb\rc\n\nd", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "x\r\n\r\ny",
    "a\n\r"
):
    print(ascii(t.splitlines()), ascii(t.splitlines(True)), ascii(t.splitlines(keepends=False)))
fails(s.partition, "")
fails(s.rpartition, "")
fails(s.partition, 1)
fails(s.rpartition, None)
fails(s.partition)
fails(s.partition, "=", 1)
fails(s.splitlines, 1, 2)
print(s.splitlines("yes"), s.splitlines([]))
