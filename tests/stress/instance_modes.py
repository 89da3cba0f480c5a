"""Attributes are read while other threads delete and add some, which moves all of them: none is missing or another's."""
from _crowd import crowd


class Thing:
    def __init__(self, n):
        self.first = n
        self.kept = n + 1
        self.gone = n + 2
        self.last = n + 3


current = [Thing(0)]


def changer(index, turns):
    count = 0
    for n in turns():
        thing = Thing(8 * n)
        current[0] = thing
        del thing.gone
        thing.added = 8 * n + 4
        assert thing.__dict__ == {"first": 8 * n, "kept": 8 * n + 1, "last": 8 * n + 3, "added": 8 * n + 4}
        count += 1
    return count


def reader(index, turns):
    count = 0
    for n in turns():
        thing = current[0]
        first = thing.first
        assert type(first) is int and first % 8 == 0
        assert thing.kept == first + 1 and thing.last == first + 3
        assert getattr(thing, "gone", first + 2) == first + 2 and getattr(thing, "added", first + 4) == first + 4
        assert vars(thing)["kept"] == first + 1 if n % 64 == 0 else True
        count += 1
    return count


counts = crowd(changer, reader, reader)
assert all(counts)
print("ok instance_modes")
