"""str.replace: counts, empty patterns, the count keyword, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print("banana".replace("a", "o"), "banana".replace("a", "o", 2), "banana".replace("an", ""))
print("banana".replace("a", "o", count=1), "banana".replace("x", "y"))
print("abc".replace("", "-"), "abc".replace("", "-", 2), repr("".replace("", "x")))
print("aaa".replace("aa", "b"), "abab".replace("ab", "ba"), "aaa".replace("a", "aa", -1))
print("aaa".replace("a", "b", 0), "ß€😀".replace("€", "E"), "naïve".replace("ï", "😀"))
s = "same"
print(s.replace("q", "r") is s)
print(repr("".replace("", "x", 0)), repr("".replace("", "x", 5)), repr("".replace("a", "x")))
fails(s.replace, "a")
fails(s.replace, 1, "a")
fails(s.replace, "a", 1)
fails(s.replace, "a", None)
fails(s.replace, "a", "b", "c")
fails(s.replace, "a", "b", 1, 2)
fails(s.replace, "a", new="b")
