"""Values replaced without a lock while keys come and go and the table grows: a key that stays has a whole value."""
from _crowd import crowd


class Token:
    def __init__(self, owner, number):
        self.owner, self.number = owner, number
        self.check = owner * 1_000_003 + number


def good(token):
    assert token.check == token.owner * 1_000_003 + token.number
    return token


class Odd:
    """A key that only its own __eq__ can tell."""

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 7

    def __eq__(self, other):
        return isinstance(other, Odd) and other.n == self.n


STAY = [*range(20), *(f"key {n}" for n in range(20)), *((n, str(n)) for n in range(10)), *map(Odd, range(6))]
shared = {key: Token(-1, n) for n, key in enumerate(STAY)}


def store(index, turns):
    """Nobody else writes these keys: what this thread wrote last is there."""
    mine = STAY[index // 4 :: 2]
    n = 0
    for _ in turns():
        for key in mine:
            n += 1
            token = Token(index, n)
            shared[key] = token
            assert shared[key] is token
            assert shared.get(key) is token
    return n


def grow(index, turns):
    """Keys come and go, in numbers that make new tables."""
    for n in turns():
        for k in range(n % 40):
            shared[("grown", index, k)] = Token(index, k)
        for k in range(n % 40):
            if k & 1:
                good(shared.pop(("grown", index, k)))
            else:
                del shared[("grown", index, k)]
        assert good(shared.setdefault(3, None))


def read(index, turns):
    seen = 0
    for _ in turns():
        for key in STAY:
            good(shared[key])
            good(shared.get(key))
            assert key in shared
            seen += 1
        try:
            for key, token in shared.items():
                good(token)
            for token in shared.values():
                good(token)
            for key in reversed(shared):
                good(shared.get(key) or shared[5])
            copy = dict(shared)
            assert all(key in copy for key in STAY)
            for token in copy.values():
                good(token)
        except RuntimeError as e:
            # The keys' own comparisons let other threads on while a dict is walked or copied.
            assert "changed size" in str(e) or "changed during" in str(e) or "mutated" in str(e), e
        for token in list(shared.values()):
            good(token)
        assert len(shared) >= len(STAY)
    return seen


class Board:
    """An instance whose attributes stand in a dict."""


board = Board()
board.__dict__.update({f"a{n}": Token(-1, n) for n in range(40)})


def attributes(index, turns):
    names = [f"a{n}" for n in range(index // 4, 40, 2)]
    for n in turns():
        for name in names:
            token = Token(index, n)
            setattr(board, name, token)
            assert getattr(board, name) is token
            good(getattr(board, names[n % len(names)]))
        globals()["level"] = Token(index, n)
        good(level)


level = Token(-1, 0)
results = crowd(store, grow, read, attributes)
assert results[0] > 0 and results[2] > 0
assert len(shared) == len(STAY), len(shared)
for key in STAY:
    good(shared[key])

# Counts of words: a number is lost only to who stores over it.
from collections import Counter

counts = Counter({"word": 0})


def count(index, turns):
    n = 0
    for _ in turns():
        counts.update(["word"] * 50)
        n += 50
    return n


results = crowd(count, threads=4, seconds=0.5)
assert sum(results) >= counts["word"] > 0
print("ok dict_stores")
