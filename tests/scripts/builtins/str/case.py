"""Case methods on ASCII, on special letters, and on subclasses."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

for s in (
    "hello World", "ÄÖü ß", "ǆ ǅ Ǆ", "ﬁne ŉ", "İi ıI", "Σίσυφος ΟΔΟΣ", "they're BILL's", "x1y2 3z", "ⓐⒷ", "𐐨𐐀"
):
    print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), sep=" | ")
print([len(x) for x in ("ß".upper(), "ﬃ".upper(), "İ".lower(), "ΐ".upper())])
print("ΑΣ".lower(), "Σ".lower(), "ΑΣΒ".lower(), "Α Σ".lower(), "ΑΣ.".lower())
print("straße".casefold() == "STRASSE".casefold(), "ŉ".title() == "ʼN")
class Sub(str):
    pass
print(type(Sub("a").upper()).__name__, type(Sub("A").lower()).__name__)
fails("a".upper, 1)
fails("a".title, x=1)
fails(str.lower)
fails(str.lower, 1)
