"""Ordering, equality and hashing of text of every width; max, min, sorting."""
words = [
    "banana", "Apple", "cherry", "apple", "Banana", "", "éclair", "zebra", "😀", "a", "aa", "Z", "10", "9", "~", "ß",
    "ss", "\x00", "a\x00", "\uffff", "\U0001f600x"
]
print([ascii(w) for w in sorted(words)])
print(
    [ascii(w) for w in sorted(words, key=str.lower)], [ascii(w) for w in sorted(words, key=len, reverse=True)][:4]
)
print(
    "a" < "b", "a" < "A", "abc" < "abd", "abc" < "abcd", "" < "a", "a" == "a", "é" == "e\u0301", "é" > "z",
    "😀" > "\uffff", "a" <= "a" >= "a", "a" != "A", "b" > "abc" > "ab"
)
print(
    max(words) == "\U0001f600x", ascii(min(words)), max("hello"), min("hello"), max(words, key=len),
    "".join(sorted("hello world"))
)
a = "".join(["x", "y"])
print(a == "xy", hash(a) == hash("xy"), {"xy": 1}[a], a in ["xy"], a in "wxyz", "xz" in "wxyz", a is not None)
print("a" == b"a", "1" == 1, "" == None, [] == "", "abc" == ["a", "b", "c"], "ab" * 2 == "abab", not "", bool(" "))
class S(str):
    def __eq__(self, o): return "always"
    __hash__ = str.__hash__
print(S("a") == "b", "b" == S("a"), S("q") != "q", S("a") in ["zz"], {S("k"): 1}.get("k"))
for x in (1, None, b"a", ["a"]):
    for op in ("<", ">="):
        try:
            eval(f"'a' {op} x")
        except TypeError as e:
            print(e)
