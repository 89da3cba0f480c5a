"""Each thread builds text from its own pieces."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

ROUNDS = 16 * scaled(40_000)


def worker(index):
    lines, length = [], 0
    for i in range(ROUNDS):
        piece = f"{i:08d}," + str(i & 7)
        length += len(piece.upper().replace(",", "--"))
        if not i & 15:
            lines.append(piece)
    text = "\n".join(lines)
    return length, len(text)


run(worker, ROUNDS, lambda r: r == (ROUNDS * 11, ROUNDS // 16 * 11 - 1))
