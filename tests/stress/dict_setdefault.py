"""setdefault has exactly one winner per key; pop hands each value to exactly one thread."""
from _crowd import crowd

ROUNDS = 40_000
shared = {}
full = dict.fromkeys(range(ROUNDS), True)


def body(index, turns):
    wins = pops = 0
    for n in turns():
        mine = [index]
        if shared.setdefault(n, mine) is mine:
            wins += 1
        if full.pop(n, False):
            pops += 1
    return n + 1, wins, pops


results = crowd(body, limit=ROUNDS, seconds=20.0)
assert all(done == ROUNDS for done, _, _ in results)
assert sum(wins for _, wins, _ in results) == ROUNDS == len(shared)
assert sum(pops for _, _, pops in results) == ROUNDS and not full
print("ok dict_setdefault", len(shared))
