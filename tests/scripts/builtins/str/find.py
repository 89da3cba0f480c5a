"""str.find, rfind, index, rindex, count with slices; startswith and endswith."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = "hello world, hello moon"
print(s.find("hello"), s.find("hello", 1), s.rfind("hello"), s.find("xyz"), s.find(""), s.rfind(""))
print(s.find("o", 5), s.find("o", 5, 7), s.find("o", -4), s.find("o", None, None), s.rfind("o", 0, -1))
print(s.find("", 23), s.find("", 24), s.find("", 100), s.count(""), s.count("l"), s.count("ll", 3))
print("aaaa".count("aa"), "".count(""), "abc".count("", 1, 2), "abc".count("", 4))
print(s.index("moon"), s.rindex("l"), "😀a😀".find("a"), "😀a😀".rfind("😀"), "aé".find("😀"))
print(s.startswith("hell"), s.startswith("world", 6), s.startswith(("x", "he")), s.startswith(()))
print(s.endswith("moon"), s.endswith("world", 0, 11), s.endswith(("n", "z")), s.endswith(""), "".startswith(""))
print("abc".startswith("", 3), "abc".startswith("", 4), "abc".endswith("c", -1), "abc".startswith("b", -2, -1))
print("find big", s.find("h", 10**30), s.find("h", -10**30, 10**30))
fails(s.index, "zebra")
fails(s.rindex, "zebra")
fails(s.find)
fails(s.find, 1)
fails(s.index, b"h")
fails(s.find, "h", "1")
fails(s.count, None)
fails(s.startswith, 1)
fails(s.startswith, ["h"])
fails(s.startswith, ("h", 1))
fails(s.startswith, ("x", 1))
fails(s.endswith, b"n")
fails(s.endswith, ("x", b"n"))
fails(s.count, "a", 1, 2, 3)
