"""ConcurrentDict moves tokens: none is lost or doubled; setdefault has one winner; keys are compared by Python code; who
replaces the value of a key that others remove and add again never writes to what was removed."""
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


class Name(str):
    """Keys that are met again by identity; their ends are counted."""
    def __new__(cls, text):
        named.incr()
        return str.__new__(cls, text)
    def __del__(self): unnamed.incr()


named, unnamed = AtomicInt64(), AtomicInt64()
replaced = ConcurrentDict(2)


def replacer(index, turns):
    keys = [Name(f"{index}-{i}") for i in range(40)]
    for n in turns():
        key = keys[n % 40]
        replaced[key] = first = (index, n, 1)
        assert replaced.get(key, first) is first
        replaced[key] = second = (index, n, 2)
        assert replaced.get(key, second) is second
        if n % 7 == 0:
            value = replaced.pop(key, second)
            assert value is second
            assert key not in replaced
        if n % 400 == 0:
            replaced.clear()


def taker(index, turns):
    mine = []
    for n in turns():
        for i in (0, 1, 2):
            value = replaced.pop(f"{n % 8}-{n % 40}", None)
            if value is not None:
                mine.append(value)
        if n % 100 == 0:
            assert all(len(value) == 3 for value in replaced.values())
    return mine


crowd(mover, racer, reader, mover, racer, mover, maker, racer)
takings = crowd(replacer, taker, replacer, taker, replacer, replacer, taker, replacer)
assert sorted(shared) == list(range(TOKENS)) and all(shared[i] == [i] for i in range(TOKENS))
assert len(shared) == TOKENS
races.clear()
gc.collect()
assert counted == ended, (counted, ended)
winners.clear()
replaced.clear()
all_taken = [value for mine in takings if mine for value in mine]
assert len(all_taken) == len(set(all_taken))
gc.collect()
assert named == unnamed, (named, unnamed)
print("ok ft_dict", len(shared))
