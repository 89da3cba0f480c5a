# Splitting, case and replacing of ASCII texts around the borders of eight and sixty-four bytes, against the same done
# character by character.
BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
seed = 11


def rand(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 12) % n


def words(s):
    out, word = [], ""
    for c in s:
        if c in BLANKS:
            if word:
                out.append(word)
            word = ""
        else:
            word += c
    return out + [word] if word else out


def pieces(s, sep):
    out, piece = [], ""
    for c in s:
        if c == sep:
            out.append(piece)
            piece = ""
        else:
            piece += c
    return out + [piece]


def texts():
    for n in list(range(0, 40)) + [63, 64, 65, 127, 128, 129, 200, 300]:
        for density in (2, 6, 30):
            yield "".join(
                [BLANKS, ",;"][rand(2)][rand(2)] if rand(density) == 0 else chr(33 + rand(94)) for _ in range(n)
            )


count = 0
for s in texts():
    count += 1
    assert s.split() == words(s), s
    assert s.split(",") == pieces(s, ","), s
    assert s.rsplit(",") == pieces(s, ","), s
    assert ",".join(s.split(",")) == s
    assert s.lower() == "".join([chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in s])
    assert s.upper() == "".join([chr(ord(c) - 32) if "a" <= c <= "z" else c for c in s])
    assert s.replace(",", "#") == "".join(["#" if c == "," else c for c in s])
    assert s.replace(",", "<>") == "<>".join(s.split(","))
    assert s.replace(",", "") == "".join(s.split(","))
    for k in range(4):
        assert s.replace(",", "<>", k) == "<>".join(s.split(",", k))
    assert s[::-1] == "".join(reversed(s)) and s[::3] == "".join([s[i] for i in range(0, len(s), 3)])
    assert s[-2::-2] == "".join([s[i] for i in range(len(s) - 2, -1, -2)]) if len(s) > 1 else True
    for chars in (",", ",;", "\t ", "abcdefgh", "abcdefghi", ""):
        left = s
        while left and left[0] in chars:
            left = left[1:]
        right = s
        while right and right[-1] in chars:
            right = right[:-1]
        assert s.lstrip(chars) == left and s.rstrip(chars) == right
    assert s.isalpha() == (s != "" and all("a" <= c.lower() <= "z" for c in s))
    assert eval(repr(s)) == s
    lines = s.splitlines(True)
    assert "".join(lines) == s
    assert [line.rstrip("\n\r\x0b\x0c\x1c\x1d\x1e") for line in lines] == [
        line.rstrip("\n\r\x0b\x0c\x1c\x1d\x1e") for line in s.splitlines()
    ]
print(count)

for s in ("a,b", "a,,b", ",", "", "a\u00e9,b", "\u00e9,\u00e9"):
    print(s.split(","), s.split(",", 1), s.rsplit(",", 1), s.replace(",", "\u20ac"), s.replace("a", ""))
print("aXbXc".replace("X", "yy", 1), "aXbXc".replace("XX", "y"), "aaaa".replace("aa", "b"), "abcabc" * 50 == ("xbcxbc" * 50).replace("x", "a"))
print(("ab" * 300).replace("ab", "c") == "c" * 300, ("ab" * 300).replace("ba", "") == "ab", ("ab" * 300).count("ba"))
print("-".join(["a", "\u00e9", "\U0001f600"]), "\u00e9".join("abc"), "".join(["x"]), "".join([]), ",".join(["", ""]))
for bad in ([1], ["a", None], ["a", b"b"], 5, None):
    try:
        ",".join(bad)
    except TypeError as e:
        print(e)


class S(str):
    def __str__(self):
        return "never asked"


s = S("ab c")
for r in (s.strip(), s.lower(), s.replace("x", "y"), s.split("x"), s.split(), s[:], s.ljust(1), s.zfill(0), ",".join([s])):
    print(type(r).__name__, r)
wide = "".join(chr(0x3B1 + i % 20) if i % 5 else "a" for i in range(1000))
assert all(wide[i] == c for i, c in enumerate(wide))
assert all(wide[i : i + 3] == "".join(list(wide)[i : i + 3]) for i in range(0, 1000, 7))
mixed = "a\u00e9\u20ac\U0001f600" * 100
assert all(mixed[i] == c for i, c in enumerate(mixed)) and mixed[:] == mixed and mixed[::-1][::-1] == mixed
print(sorted(["b", "a", "", "ab", "a\0", "abcdefgh", "abcdefghi", "abcdefgg", "\u00e9", "z", "\U0001f600", "\uffff"]))
