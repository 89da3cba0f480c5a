"""ConcurrentDict moves tokens: none is lost or doubled; setdefault has one winner; keys are compared by Python code."""
import sys; sys.path.append("../scripts/modules/ft_utils"); import _model
import gc
from _crowd import THREADS, crowd
from ft_utils.concurrency import AtomicInt64, ConcurrentDict

TOKENS = 300
shared = ConcurrentDict(dictionary={i: [i] for i in range(TOKENS)})
winners, races = ConcurrentDict(), ConcurrentDict()
counted, ended = AtomicInt64(), AtomicInt64()


class Key:
    """Few hashes, and an __eq__ that other threads run too."""
    def __init__(self, value): self.value = value
    def __hash__(self): return self.value % 3
    def __eq__(self, other): return isinstance(other, Key) and self.value == other.value


class Noisy:
    def __del__(self):
        ended.incr()
        # From inside of whatever drops it.
        shared.get(7)
        races.pop("never", None)


def mover(index, turns):
    held = []
    for n in turns():
        value = shared.pop((n * 7 + index) % TOKENS, None)
        if value is not None:
            held.append(value)
        while len(held) > 4:
            value = held.pop()
            assert value[0] not in shared
            shared[value[0]] = value
    for value in held:
        shared[value[0]] = value


def racer(index, turns):
    for n in turns():
        mine = (index, n)
        first = winners.setdefault(n % 5000, mine)
        assert winners[n % 5000] is first
        key = Key(n % 12)
        races[key] = Noisy()
        counted.incr()
        if n % 3 == 0:
            races.pop(Key(n % 12), None)
        if n % 500 == 0:
            races.clear()


def reader(index, turns):
    for n in turns():
        for key, value in shared.items():
            assert value[0] == key
        assert all(v[0] == k for k, v in shared.as_dict().items())
        assert shared.get(n % TOKENS, [n % TOKENS]) == [n % TOKENS]
        len(shared), list(shared), TOKENS in shared, Key(n % 12) in races, races.values()


def maker(index, turns):
    """Dictionaries that die in cycles while others work."""
    for n in turns():
        d = ConcurrentDict(4)
        d["self"], d["list"] = d, [d]
        d.update({i: str(i) for i in range(20)})
        assert len(d) == 22
        if n % 50 == 0:
            gc.collect()


crowd(mover, racer, reader, mover, racer, mover, maker, racer)
assert sorted(shared) == list(range(TOKENS)) and all(shared[i] == [i] for i in range(TOKENS))
assert len(shared) == TOKENS
races.clear()
gc.collect()
assert counted == ended, (counted, ended)
winners.clear()
print("ok ft_dict", len(shared))
