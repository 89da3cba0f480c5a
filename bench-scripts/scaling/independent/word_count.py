"""Each thread makes its own text and counts its words."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run

WORDS, ROUNDS = 10_000, 300
STEMS = ["ka", "lo", "mi", "ter", "an", "ve", "so", "ri"]


def worker(index):
    seed, words = index + 1, []
    for _ in range(WORDS):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        words.append(STEMS[seed >> 8 & 7] + STEMS[seed >> 12 & 7])
    text = " ".join(words)
    total = 0
    for _ in range(ROUNDS):
        counts = {}
        for word in text.split():
            counts[word] = counts.get(word, 0) + 1
        best = max(counts, key=lambda w: (counts[w], w))
        total += sum(counts.values()) if counts[best] > 1 else 0
    return total


run(worker, WORDS * ROUNDS, lambda total: total == WORDS * ROUNDS)
