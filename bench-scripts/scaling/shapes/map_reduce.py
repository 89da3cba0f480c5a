"""Map-reduce over a real text: pairs by word, shuffled into buckets, reduced bucket by bucket."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

ROUNDS, PIECES, BUCKETS = scaled(90), 32, 16
with open(sys.path[0] + "/../data/prose.txt", encoding="utf-8") as f:
    LINES = f.read().splitlines()


class State:
    def __init__(self, count):
        self.barrier = threading.Barrier(count)
        self.mapped = [None] * PIECES
        self.reduced = [None] * BUCKETS


def bucket_of(word):
    code = 0
    for letter in word[:4]:
        code = code * 31 + ord(letter)
    return code % BUCKETS


def mapper(lines):
    buckets = [[] for _ in range(BUCKETS)]
    for line in lines:
        for word in line.split():
            word = word.strip("`.,:;()|*'\"").lower()
            if word:
                buckets[bucket_of(word)].append((word, 1))
    return buckets


def reducer(lists):
    counts = {}
    for pairs in lists:
        for word, one in pairs:
            counts[word] = counts.get(word, 0) + one
    return sorted(counts.items())


def worker(index, count, state):
    for _ in range(ROUNDS):
        for k in part(PIECES, index, count):
            piece = part(len(LINES), k, PIECES)
            state.mapped[k] = mapper(LINES[piece.start:piece.stop])
        state.barrier.wait()
        for b in part(BUCKETS, index, count):
            state.reduced[b] = reducer([buckets[b] for buckets in state.mapped])
        state.barrier.wait()


wanted = sum(1 for line in LINES for word in line.split() if word.strip("`.,:;()|*'\""))


def finish(state, results):
    return sorted(pair for pairs in state.reduced for pair in pairs)


share(worker, wanted * ROUNDS, lambda pairs: sum(n for _, n in pairs) == wanted, State, finish)
