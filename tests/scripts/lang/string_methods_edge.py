# string methods: edge cases of arguments
s = "abcabc"
print(s.find("c", 3), s.find("", 10), s.find("", 3), s.rfind("", 2), s.index("a", 1), s.count("", 2), s.count("bc", -3), s.find("a", None, None), s.find("abc", -4), s.startswith("", 99), s.startswith(("x", "ab")), s.endswith("bc", 0, 3), s.startswith("b", 1, 2))
print("a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), ",a,".split(","), "".split(","), "".split(), " a b ".split(" "), "a  b".split(None, 1), "  a  b  ".rsplit(None, 1), "abc".split("abc"), "a\x1cb\u2028c".split(), "aXXbXXc".split("XX", -1), "a b c".split(maxsplit=1, sep=" "))
print("a\nb\r\nc\rd\x0be\u2028f".splitlines(), "a\n\nb".splitlines(True), "".splitlines(), "\n".splitlines(), "a".partition("zz"), "a=b=c".partition("="), "a=b=c".rpartition("="))
print("x".join(""), "x".join("a"), "-".join(str(i) for i in range(3)), "".join({"k": 1}), ", ".join(("a",)))
print("aaa".replace("a", "b", 2), "aaa".replace("", "-", 2), "abc".replace("b", ""), "aaa".replace("aa", "b"), "".replace("", "x"), "a".replace("a", "b", count=0), "x".replace("x", "yx", -1))
print("xxabcxx".strip("x"), "abc".strip("cba"), " \t\na\u3000".strip(), "abc".strip(""), "abc".lstrip("xyz"), "www.example.com".strip("cmowz."), "aXa".strip("a"), repr("\x85\xa0 ".strip()))
print("ß".upper(), "ẞ".lower(), "ǆ".title(), "ŉ".upper(), "i̇".upper(), "ΑΣ".lower(), "Σ".lower(), "ﬃ".upper(), "straße".casefold(), "they're bill's".title(), "hello wORLD".capitalize(), "AbC".swapcase(), "ǆ".capitalize())
print("٣".isdigit(), "²".isdigit(), "²".isdecimal(), "½".isnumeric(), "五".isnumeric(), "a_1".isidentifier(), "1a".isidentifier(), "class".isidentifier(), "".isalpha(), "".isascii(), "é".isascii(), "\t".isprintable(), "".isprintable(), " ".isprintable(), "é".isalpha(), "Aa".isupper(), "A1".isupper(), "1".isupper(), "A B".istitle(), "A b".istitle(), "\u2028".isspace(), "ª".isalnum())
print("a".center(4, "-"), "ab".center(5, "-"), "abc".ljust(2), "x".zfill(0), "+5".zfill(4), "--5".zfill(5), "é".center(4, "é"), "".center(3, "*"), "-".zfill(3), "a\tb\tc".expandtabs(), "a\tb".expandtabs(0), "12345678\tb".expandtabs(), "a\n\tb".expandtabs(4), "\t".expandtabs(1))
print("abc".translate({97: "X", 98: None, 99: 0x41}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1, 98: "z"}), "aé".encode("ascii", "ignore"), "abc".translate({}), str.maketrans("", "", "x"))
print("%s" % ("a",), "a" "b", "a" * 0, "ab" * 3, "a" in "", "" in "", "abc"[::-2], "abc".__contains__("b"), "abc".__len__(), "a".__lt__("b"), "z".__mul__(2), "abc".__getitem__(1), "%s".__mod__(5))
for text in ("s.find()", "s.find(1)", "s.split('')", "s.split(1)", "s.replace('a')", "s.replace(1, 2)", "s.replace('a', 'b', 'c')", "s.join(1)", "s.join([1])", "s.strip(1)", "s.center('a')", "s.center(5, 'ab')", "s.startswith(1)", "s.startswith((1,))", "s.startswith(['a'])", "s.count()", "s.index('zz')", "s.rindex('')", "s.zfill('3')", "s.expandtabs('x')", "s.translate(5)", "str.maketrans('a', 'bc')", "str.maketrans(1)", "str.maketrans({'ab': 1})", "s.encode('utf-8', 5)", "s.partition('')", "s.upper(1)", "s.splitlines(1, 2)", "s.removeprefix(1)", "str.upper()", "str.upper(5)", "s.format_map(5)", "'{a}'.format_map({})", "s.isalpha(1)", "s.ljust(5, 6)", "s.find('a', 'b')", "s.center()", "s[1.5:]", "s.__getitem__('a')", "s.join('ab', 'c')", "'{a}'.format_map({'a': 1})"):
    try:
        print(text, repr(eval(text)))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
