"""copy, deepcopy and comparison of structures that other threads change by whole replacement."""
import copy
from _crowd import crowd


class Box:
    def __init__(self, n):
        self.items = [n, [n, {"n": n}]]
        self.n = n

    def __eq__(self, other):
        return self.n == other.n and self.items == other.items


shared = {"box": Box(0)}


def write(index, turns):
    for n in turns():
        shared["box"] = Box(n)


def read(index, turns):
    count = 0
    for n in turns():
        box = shared["box"]
        deep, flat = copy.deepcopy(box), copy.copy(box)
        assert deep == box and flat == box and deep is not box
        assert deep.items is not box.items and flat.items is box.items
        assert deep.items[1][1]["n"] == box.n
        whole = copy.deepcopy(shared)
        assert whole["box"].items[0] == whole["box"].n
        count += 1
    return count


results = crowd(write, read, read, read)
assert all(r for r in results if r is not None)
print("ok copying", len(shared))
