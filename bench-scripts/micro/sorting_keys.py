"""Sorting with key functions, in both directions, of numbers, tuples and words."""

import operator

SIZE = 300_000


def pseudo_random(n, seed=12345):
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        yield seed >> 8


def main():
    numbers = list(pseudo_random(SIZE))
    plain = sorted(numbers)
    by_tail = sorted(numbers, key=lambda x: x % 1000)
    pairs = [(x % 100, i) for i, x in enumerate(numbers)]
    pairs.sort(key=operator.itemgetter(0), reverse=True)
    words = [f"w{x % 5000}" for x in numbers]
    words.sort(key=len)
    words.sort()
    return numbers, plain, by_tail, pairs, words


numbers, plain, by_tail, pairs, words = main()
assert all(plain[i] <= plain[i + 1] for i in range(SIZE - 1))
assert all(by_tail[i] % 1000 <= by_tail[i + 1] % 1000 for i in range(0, SIZE - 1, 17))
assert all(pairs[i][0] > pairs[i + 1][0] or pairs[i][1] < pairs[i + 1][1] for i in range(SIZE - 1))
assert sum(numbers) == sum(plain) == sum(by_tail) and words[0] == "w0" and words == sorted(words)
print("sorting_keys", SIZE, plain[0], plain[-1], words[-1])
