"""popitem, pop and insert move tokens: none is lost; iteration beside it fails only as documented."""
from _crowd import crowd

TOKENS = 300
shared = {i: str(i) for i in range(TOKENS)}


def mover(index, turns):
    held = {}
    for n in turns():
        try:
            key, value = shared.popitem()
            held[key] = value
        except KeyError as e:
            assert str(e) == "'popitem(): dictionary is empty'"
        value = shared.pop(n % TOKENS, None)
        if value is not None:
            held[n % TOKENS] = value
        while len(held) > 4:
            key, value = held.popitem()
            shared[key] = value
    shared.update(held)


def reader(index, turns):
    rounds = 0
    for n in turns():
        try:
            for key, value in shared.items():
                assert str(key) == value
            rounds += 1
        except RuntimeError as e:
            assert str(e) in ("dictionary changed size during iteration", "dictionary keys changed during iteration"), e
        copy = dict(shared)
        assert all(str(k) == v for k, v in copy.items())
        assert shared.get(n % TOKENS, str(n % TOKENS)) == str(n % TOKENS)
        list(shared), len(shared), TOKENS in shared


crowd(mover, mover, mover, reader)
assert sorted(shared) == list(range(TOKENS)) and all(str(k) == v for k, v in shared.items())
print("ok dict_tokens", len(shared))
