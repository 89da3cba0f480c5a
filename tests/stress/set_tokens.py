"""pop hands each element to one thread; algebra and iteration beside it see only known elements."""
from _crowd import crowd

TOKENS = 400
shared = set(range(TOKENS))
everything = frozenset(shared)


def mover(index, turns):
    held = []
    for n in turns():
        try:
            held.append(shared.pop())
        except KeyError as e:
            assert str(e) == "'pop from an empty set'"
        if len(held) > 6:
            shared.add(held.pop(0))
            shared.update(held)
            held = []
    shared.update(held)


def reader(index, turns):
    for n in turns():
        assert shared | everything == everything
        assert shared & everything <= everything and not shared - everything
        assert len(shared.copy()) <= TOKENS and -1 not in shared
        try:
            for x in shared:
                assert 0 <= x < TOKENS
        except RuntimeError as e:
            assert str(e) == "Set changed size during iteration"


crowd(mover, mover, mover, reader)
assert shared == everything
print("ok set_tokens", len(shared))
