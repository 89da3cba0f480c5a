"""Each thread multiplies, divides and prints big integers."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

DIGITS, ROUNDS = 400, scaled(1_800)


def worker(index):
    good = 0
    for turn in range(ROUNDS):
        n = 1
        for k in range(1, DIGITS):
            n *= k + turn
        text = str(n)
        m = 0
        for at in range(0, len(text), 9):
            piece = text[at:at + 9]
            m = m * 10 ** len(piece) + int(piece)
        quotient, rest = divmod(n, (1 << 521) - 1)
        good += m == n and quotient * ((1 << 521) - 1) + rest == n and pow(3, n, 10007) == pow(3, n % 10006, 10007)
    return good


run(worker, DIGITS * ROUNDS, lambda good: good == ROUNDS)
