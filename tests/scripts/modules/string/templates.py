"""Formatting tables and reports: alignment, numbers, templates, wrapping by hand."""
import string
rows = [("apple", 1.5, 10), ("watermelon", 12.25, 3), ("fig", 0.333333, 1200)]
print(f"{'name':<12}|{'price':>10}|{'count':^7}")
print("-" * 12 + "+" + "-" * 10 + "+" + "-" * 7)
for name, price, count in rows: print(f"{name:<12}|{price:>10.2f}|{count:^7,}")
print("total".rjust(12, "."), f"{sum(p * c for _, p, c in rows):>10,.2f}")
for n in (0, 7, 255, -42, 10**9): print(f"{n:>12} {n:<12}| {n:^12} |{n:+} {n:08} {n:#x} {n:#b} {n:_} {n:e} {n:%}")
for w in (4, 8): print("|".join(f"{x:{a}{w}}" for a in "<^>" for x in ("ab", 12, 1.5)))
t = string.Template("Dear $name,\nyou owe $$${amount}.\n$closing")
print(
    t.safe_substitute(name="Ann", amount="5.00"), t.substitute({"name": "Bob"}, amount=1, closing="Bye"),
    sep="\n--\n"
)
width, line, lines = 30, "", []
for word in "the quick brown fox jumps over the lazy dog and runs away into the forest".split():
    if len(line) + len(word) + 1 > width:
        lines.append(line)
        line = word
    else:
        line = f"{line} {word}".strip()
lines.append(line)
print(*(f"{i:>2}: {l:<{width}}|" for i, l in enumerate(lines, 1)), sep="\n")
def justify(words, width):
    gaps = len(words) - 1
    if not gaps: return words[0].ljust(width)
    space, extra = divmod(width - sum(map(len, words)), gaps)
    return "".join(w + " " * (space + (i < extra)) if i < gaps else w for i, w in enumerate(words))
print(*(justify(l.split(), width) + "|" for l in lines), sep="\n")
print(
    "{:>10}|{:<10}|{:^10}|{:*^10}".format(*["mid"] * 4),
    "%-10s|%10s|%05d|%.3f|%5.1f%%" % ("left", "right", 42, 3.14159, 99.5),
    "{0!r:>8} {1!s:<8}|{a[0]}{b.real}".format("q", "s", a=[1], b=2),
    "{:,} {:_} {:.3s}".format(1234567, 1234567, "abcdef")
)
print(
    *[string.capwords("some title here"), "x".zfill(4), "-5".zfill(4), "title case it's".title(), "MiXed".swapcase(), string.ascii_letters[::7]],
    sep="|"
)
