"""Keys of one hash, compared by Python code, in a set that grows and shrinks: a known key is found, and each thread removes its own only."""
from _crowd import crowd


class Key:
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name


known = [Key(("known", n)) for n in range(4)]
shared = set(known)
other = {Key(("other", 0))}


def body(index, turns):
    mine = [Key((index, n)) for n in range(12)]
    rounds = 0
    for turn in turns():
        for key in mine:
            shared.add(key)
        shared.update(range(turn % 3 * 200, turn % 3 * 200 + 100))
        for key in mine:
            assert Key(key.name) in shared
        for name in ("known", turn % 4), ("known", (turn + 1) % 4):
            assert Key(name) in shared
        for key in mine:
            shared.remove(Key(key.name))
        for n in range(turn % 3 * 200, turn % 3 * 200 + 100):
            shared.discard(n)
        assert not any(Key(key.name) in shared for key in mine[:2])
        if index == 0:
            # Tables change hands.
            copy = shared.copy()
            copy ^= other
            assert len(other) == 1
        rounds += 1
    return rounds


assert all(crowd(body))
shared.difference_update(range(600))
assert shared == set(known), len(shared)
print("ok set_equal", len(shared))
