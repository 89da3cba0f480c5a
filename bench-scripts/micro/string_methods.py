"""String methods: split, replace, find, case, strip, predicates, slices."""

ROUNDS = 450_000
LINE = "  The quick brown fox, the lazy dog; 42 jumps over THE fence  "


def main():
    total = 0
    for i in range(ROUNDS):
        s = LINE.strip()
        words = s.lower().split()
        total += len(words) + s.find("dog") + s.count("the")
        s = s.replace("fox", "cat")
        total += len(s.upper()) + s.startswith("The") + s.endswith("fence")
        for w in words[:6]:
            if w.isalpha():
                total += len(w)
        total += len(s[4:9]) + len(s.partition(";")[0]) + ord(s[i % len(s)]) % 2
    return total


s = LINE.strip().replace("fox", "cat")
per_round = 161  # everything but the parity of one letter
odd = sum(ord(s[i % len(s)]) % 2 for i in range(ROUNDS))
result = main()
assert result - odd == per_round * ROUNDS, (result - odd) / ROUNDS
print("string_methods", ROUNDS, result)
