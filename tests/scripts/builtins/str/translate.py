"""str.maketrans and str.translate."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

table = str.maketrans("abc", "xyz")
print(table, "aabbccdd".translate(table))
print(str.maketrans("ab", "12", "cd"), "abcdef".translate(str.maketrans("ab", "12", "cd")))
print(
    str.maketrans({"a": "one", "b": None, 99: "C", "d": 68}),
    "abcd!".translate(str.maketrans({"a": "one", "b": None, 99: "C", "d": 68}))
)
print("hello".translate({104: "J", 108: None}), "é😀".translate({0xE9: "e", 0x1F600: ":)"}))
class Upper:
    def __getitem__(self, code):
        if code == ord("x"):
            raise LookupError("kept")
        return chr(code).upper()
print("axbxc".translate(Upper()))
print("abc".translate(["Z"] * 98), "abc".translate({}), "abc".translate("X" * 99))
fails(str.maketrans, "a")
fails(str.maketrans, "a", "bc")
fails(str.maketrans, {"ab": 1})
fails(str.maketrans, {1.5: "a"})
fails(str.maketrans, 1, 2)
fails(str.maketrans, "a", "b", 3)
fails("a".translate, {97: 1.5})
fails("a".translate, {97: -1})
fails("a".translate, {97: 0x110000})
fails("a".translate, 5)
fails("a".translate)
