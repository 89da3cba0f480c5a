"""Building text: concatenation, join, f-strings, percent and format."""

ROUNDS = 650_000


def main():
    parts = []
    line = ""
    lengths = 0
    for i in range(ROUNDS):
        line += "x"
        if len(line) > 60:
            parts.append(line)
            line = ""
        lengths += len(f"{i}:{i & 15:04d}") + len("%d-%s" % (i, "ab"))
        lengths += len("{} {}".format(i, "c")) + len(str(i) + "," + repr(i))
    parts.append(line)
    return len("\n".join(parts)), lengths


digits = sum(len(str(i)) for i in range(ROUNDS))
text, lengths = main()
assert text == ROUNDS + ROUNDS // 61
assert lengths == digits * 5 + ROUNDS * (5 + 3 + 2 + 1)
print("string_building", text, lengths)
