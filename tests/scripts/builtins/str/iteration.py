"""Iterating, reversing, joining, enumerating text; characters outside the BMP; combining marks."""
s = "aé€😀e\u0301\n"
print(
    [c for c in s] == list(s), len(s), [hex(ord(c)) for c in s], ascii(s[::-1]), [ascii(c) for c in reversed(s)],
    list(enumerate("ab")), dict(zip("ab", range(2))), set("aab") == {"a", "b"}, sorted("bca"), tuple("xy")
)
print(
    "".join(c.upper() if i % 2 else c for i, c in enumerate("abcdef")), "-".join(map(str, range(5))), [*"ab"],
    "a" "b" 'c', "abc"[1:], "abc"[-1]
)
counts = {}
for c in "mississippi":
    counts[c] = counts.get(c, 0) + 1
print(
    counts, "".join(dict.fromkeys("mississippi")), "mississippi".count("ss"),
    [i for i, c in enumerate("mississippi") if c == "s"]
)
def is_palindrome(t):
    t = "".join(c.lower() for c in t if c.isalnum())
    return t == t[::-1]
print(is_palindrome("A man, a plan, a canal: Panama"), is_palindrome("no"))
def caesar(t, n):
    return "".join(chr((ord(c) - 97 + n) % 26 + 97) if c.islower() else c for c in t)
print(caesar("hello, world", 3), caesar(caesar("hello, world", 3), -3))
it = iter("abc")
print(next(it), list(it), next(it, "end"), it.__length_hint__(), "é" in s, "\u0301" in s, s.find("😀"), s.index("e"))
print(
    "%s|%10s|%-10s|%.2s" % ("é", "é", "é", "éàü"), f"{'😀':>4}|{'😀':*^5}|", "😀".center(5, "-"), "a\tb".expandtabs(4),
    "x".join("😀é")
)
big = "ab" * 1000 + "é" + "cd" * 1000
print(
    len(big), big.find("é"), big.count("ab"), big.replace("é", "")[1999:2003], big[1998:2003],
    big.split("é")[1][:4], len(big.upper()), hash(big) == hash("ab" * 1000 + "é" + "cd" * 1000)
)
