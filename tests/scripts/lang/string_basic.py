# strings: concatenation, repetition, index, slice, methods in daily use
s = "Hello"
print(s + " " + "World", s * 3, 2 * s, s * 0 == "", s * -1 == "")
print(s[0], s[-1], s[1:3], s[:2], s[3:], s[::-1], s[::2], s[10:], s[-3:-1])
print(len(s), "ell" in s, "x" not in s, "" in s)
print(s.upper(), s.lower(), s.swapcase(), "hello world".title(), "hello".capitalize())
print("a,b,,c".split(","), " a  b ".split(), "a-b".partition("-"), "a".partition("-"), "x-y-z".rpartition("-"))
print("-".join(["a", "b"]), "".join(map(str, range(5))), ",".join("abc"))
print("  x ".strip() + "|", "xxaxx".strip("x"), "abc".lstrip("a"), "abc".rstrip("c"))
print("aXbXc".replace("X", "-"), "aXbXc".replace("X", "-", 1), "abc".replace("", "."))
print("hello".find("l"), "hello".rfind("l"), "hello".find("z"), "hello".index("e"), "hello".count("l"))
print("abc".startswith("ab"), "abc".endswith(("x", "c")), "abc".startswith("b", 1))
print("x".center(5, "*"), "x".ljust(3) + "|", "x".rjust(3), "42".zfill(5), "-42".zfill(5))
print("abc".isalpha(), "123".isdigit(), "a1".isalnum(), " ".isspace(), "Ab".istitle(), "ab".islower())
print("a\nb\r\nc".splitlines(), "a\nb\n".splitlines(True))
print("abc" < "abd", "a" < "B", "" < "a", "abc" == "abc", "Z" < "a")
print(ord("A"), chr(97), chr(0x1F600), ord("é"))
print("%s is %d years and %.2f" % ("Bob", 42, 1.5), "%5d|%-5d|%05d" % (1, 2, 3), "%x %X %o %%" % (255, 255, 8))
print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a}".format(a=5), "{0[1]} {1.real}".format([1, 2], 3))
print(str(None), str([1, "a"]), repr("it's"), repr('say "hi"'), repr("both ' and \""))
print("tab\texpand".expandtabs(4), "abc".removeprefix("a"), "abc".removesuffix("c"))
for bad in ("'abc'[5]", "'a' + 1", "1 + 'a'", "'a' * 'b'", "'abc'.index('z')", "'%d' % 'x'", "'%s %s' % 1",
            "''.join([1])", "ord('ab')", "chr(-1)", "'a' < 1", "s['a']", "'x' in 5", "5 in 'x'", "'a'.split('')"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
