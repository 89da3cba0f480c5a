"""Word statistics of a generated text: split, normalise, count, rank."""

WORDS, ROUNDS = 12_000, 250
STEMS = ["ka", "lo", "mi", "ter", "an", "ve", "so", "ri", "na", "du", "pel", "or"]


def text():
    seed, lines = 7, []
    for i in range(WORDS // 10):
        line = []
        for _ in range(10):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            word = STEMS[seed >> 8 & 7] + STEMS[(seed >> 12) % 12]
            line.append(word.capitalize() if seed >> 20 & 7 == 0 else word)
        lines.append(" ".join(line) + (".", ",", "!", ";")[i & 3])
    return "\n".join(lines)


def statistics(document):
    counts, longest = {}, ""
    for line in document.splitlines():
        for word in line.split():
            word = word.strip(".,!;").lower()
            counts[word] = counts.get(word, 0) + 1
            if (len(word), word) > (len(longest), longest):
                longest = word
    ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    letters = {}
    for word, count in counts.items():
        for letter in word:
            letters[letter] = letters.get(letter, 0) + count
    return ranking, longest, letters


document = text()
for _ in range(ROUNDS):
    ranking, longest, letters = statistics(document)
assert sum(count for _, count in ranking) == WORDS and len(longest) == 6
assert sum(letters.values()) == sum(len(w.strip(".,!;")) for w in document.split())
assert all(ranking[i][1] >= ranking[i + 1][1] for i in range(len(ranking) - 1))
print("word_count", WORDS, len(ranking), longest, *ranking[0])
