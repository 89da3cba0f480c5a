"""re: match, search, findall, sub, split, groups, flags, errors."""
import re

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

m = re.match(r"(\w+) (?P<second>\w+)", "hello world again")
print(
    m, m.group(), m.group(1), m.group("second"), m.groups(), m.groupdict(), m.start(2), m.end(), m.span("second"),
    m[0], m["second"], m.lastindex, m.lastgroup, m.string, m.pos, m.re.pattern, m.expand(r"\2-\1")
)
print(
    re.search("w.r", "hello world").span(), re.match("x", "abc"), re.fullmatch(r"\d+", "123"),
    re.fullmatch(r"\d+", "12a"), re.findall(r"\d", "a1b22"), re.findall(r"(\w)(\d)", "a1b2"),
    re.findall("x*", "axb"), [x.group() for x in re.finditer(r"\w+", "one two")]
)
print(
    re.sub(r"\d", "#", "a1b2"), re.sub(r"(\w)(\d)", r"\2\1", "a1b2"),
    re.sub("x", lambda k: k.group().upper(), "axbx", count=1), re.subn("a", "b", "aaa", 2),
    re.sub("(?P<n>a)", r"<\g<n>>", "aa"), re.sub("x*", "-", "abxd"), re.sub("", "-", "ab")
)
print(
    re.split(r"[,;]", "a,b;c"), re.split(r"([,;])", "a,b;c", maxsplit=1), re.split("x*", "axbc"),
    re.split(r"\s+", " a b "), re.escape("a.b*c[1]"), re.escape("é -")
)
print(
    re.findall("^a", "a\na", re.M), re.search("A", "a", re.I) is not None, re.search("a.b", "a\nb", re.S).group(),
    re.compile("a b # comment", re.X).search("ab").group(), re.findall(r"(?i)AB", "abAB"),
    re.search(r"(?x) a  b ", "ab").group(), re.findall(r"\w", "é1_", re.A), re.findall(r"\w", "é1_")
)
print(
    re.findall(r"a+?", "aaa"), re.findall(r"a{2}", "aaaa"), re.findall(r"a{1,2}", "aaa"),
    re.search(r"(a|b)+", "abab").group(1), re.findall(r"(?<=\$)\d+", "$5 $60"), re.findall(r"\d+(?!%)", "5% 60"),
    re.search(r"(\w)\1", "hello").group(), re.findall(r"\bw\w*", "wow new w"),
    re.search(r"(?:ab)+", "abab").group(), re.search(r"(a)?b", "b").groups(), re.search(r"(?>a+)b", "aab").group(),
    re.search("a++b", "aab").group()
)
p = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)", re.I)
print(
    p, p.pattern, p.flags, p.groups, p.groupindex, p.search("on 2024-05", 3).group(), p.match("x2024-05"),
    p.findall("2024-05 2025-06"), p == re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)", re.I), re.compile(p) is p
)
print(
    re.findall(rb"\d+", b"1 22"), re.sub(rb"a", b"b", b"aa"), re.search("[^a-c]", "abcd").group(),
    re.findall(r"[\]\-^]", "]-^"), re.search(r"\x41\u00e9\N{BULLET}", "Aé•").group(), re.findall(r"[\d\-z]", "5-z")
)
for bad in (
    "(", ")", "[", "*", "a**", "a{2,1}", "(?P<a>x)(?P<a>y)", "(?P<1>x)", r"\1", "(?<=a+)b", "[z-a]", "(?P=nope)",
    "\\", "(?z)", "a(?i)b", r"\p", "(?", "x{99999999999}", "(?P<a", "[a", r"[\d-z]"
):
    try:
        re.compile(bad)
        print(bad, "compiles")
    except re.error as e:
        print(repr(bad), "|", e, "|", e.msg, e.pos)
    except OverflowError as e:
        print(repr(bad), "|", e)
fails(re.match, 5, "a")
fails(re.match, "a", 5)
fails(re.match, "a", b"a")
fails(re.sub, "a", "\\2", "a")
fails(re.sub, "a", 5, "a")
fails(m.group, 9)
fails(m.group, "zz")
fails(re.compile, p, re.I)
fails(re.sub, "(a)", r"\g<zz>", "a")
