"""Most prefix reversals (fannkuch) that bring the first element to the top, over all permutations."""

import itertools

N = 9


def flips(deck):
    deck = list(deck)
    count = 0
    top = deck[0]
    while top:
        deck[: top + 1] = deck[top::-1]
        count += 1
        top = deck[0]
    return count


def main(n):
    best = total = 0
    for deck in itertools.permutations(range(n)):
        count = flips(deck)
        total += count
        if count > best:
            best = count
    return best, total


assert main(6)[0] == 10 and main(7)[0] == 16
best, total = main(N)
assert best == 30
print("pancakes", N, best, total)
