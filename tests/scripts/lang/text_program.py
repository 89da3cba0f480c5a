# a small program: words, counts, a table, caesar, palindromes
text = """It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness"""
words = [w.strip(",.").lower() for w in text.split()]
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
for w, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:5]:
    print(f"{w:<10}|{'#' * n:<8}|{n:>3}")
print(len(words), len(set(words)), max(words, key=len), sorted(set(map(len, words))))


def caesar(s, k):
    out = ""
    for c in s:
        if c.isalpha():
            base = ord("A") if c.isupper() else ord("a")
            out += chr((ord(c) - base + k) % 26 + base)
        else:
            out += c
    return out


secret = caesar("Hello, World!", 3)
print(secret, caesar(secret, -3))
for s in ("Level", "A man a plan a canal Panama", "no"):
    t = "".join(s.lower().split())
    print(s, t == t[::-1])
vowels = sum(1 for c in text.lower() if c in "aeiou")
print(vowels, text.count("\n"), text.title().splitlines()[1], text.find("worst"), text[::-1][:10])
print({c: text.lower().count(c) for c in "tioa"}, "".join(sorted(set(text.lower()) - set(" ,\n"))))


def roman(n):
    pairs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    out = []
    for v, s in pairs:
        q, n = divmod(n, v)
        out.append(s * q)
    return "".join(out)


print([roman(n) for n in (1, 4, 9, 14, 40, 99, 1994, 2024)])
print("\n".join("".join("*" if abs(r - 3) + abs(c - 3) <= 3 else "." for c in range(7)) for r in range(7)))


def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append(f"{j - i}{s[i]}")
        i = j
    return "".join(out)


print(rle("aaabccdddd"), rle(""), bin(2024)[2:], int("11111101000", 2), format(255, "08b"))
