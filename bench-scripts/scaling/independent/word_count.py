"""Each thread counts the words of a real text: splitting, dictionaries, sorting by frequency."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = scaled(180)
# The prose of this project's own documents, as it stood one day.
with open(sys.path[0] + "/../data/prose.txt", encoding="utf-8") as f:
    TEXT = f.read()


def worker(index):
    total = 0
    for _ in range(ROUNDS):
        counts = {}
        for line in TEXT.splitlines():
            for word in line.split():
                word = word.strip("`.,:;()|*'\"").lower()
                if word:
                    counts[word] = counts.get(word, 0) + 1
        ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        total += sum(counts.values())
    return total, ranking[:5], len(ranking)


words = sum(1 for word in TEXT.split() if word.strip("`.,:;()|*'\""))
run(worker, words * ROUNDS, lambda r: r[0] == words * ROUNDS and r[1][0][0] == "the")
