"""Tokens move between one list and the threads by pop and append at both ends: all of them are there at the end."""
from _crowd import crowd

TOKENS = 500
shared = list(range(TOKENS))


def body(index, turns):
    held = []
    for n in turns():
        try:
            held.append(shared.pop(0 if n & 1 else -1))
        except IndexError:
            pass
        if len(held) > 5:
            shared.insert(n % 7, held.pop())
        if held and n % 3 == 0:
            shared.append(held.pop(0))
        if n % 64 == 0:
            shared.extend(held)
            held = []
    shared.extend(held)


crowd(body)
assert sorted(shared) == list(range(TOKENS)), len(shared)
print("ok list_pop_append", len(shared))
