"""Unlocked arithmetic is private to each thread: sums of small, large and float numbers are exact."""
from _crowd import crowd

big = 2 ** 200
table = {n: n * n for n in range(100)}


def body(index, turns):
    small, large, fraction, rounds = 0, big, 0.0, 0
    for n in turns():
        small += n % 100
        large += big * (n % 3)
        fraction += 0.5
        assert table[n % 100] == (n % 100) ** 2 and (big >> 190) == 1024
        rounds += 1
    assert small == rounds // 100 * 4950 + sum(range(rounds % 100))
    assert large % big == 0 and fraction == rounds / 2
    return rounds


assert all(crowd(body))
print("ok integers", big % 1000)
