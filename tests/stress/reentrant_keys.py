"""Containers that their own callbacks change: keys, items and comparisons whose Python code clears, grows and shrinks
what is being searched, sorted or compared, from eight threads. Only the documented errors come, and nothing else.

The recording is written by hand: CPython 3.14.10 ends in a segmentation fault in some of its runs.
"""
from _crowd import crowd
import gc

allowed = (RuntimeError, ValueError, KeyError, IndexError)
table, items, group = {}, [], set()


class Wild:
    """Changes the shared containers whenever it is asked something."""

    def __init__(self, seed):
        self.seed = seed

    def act(self):
        self.seed = n = (self.seed * 1103515245 + 12345) & 0x7FFFFFFF
        n >>= 8
        match n % 9:
            case 0:
                table.clear()
            case 1:
                items.clear()
            case 2:
                group.clear()
            case 3:
                table.update({i: i for i in range(n % 40)})
            case 4:
                items.extend(range(n % 40))
            case 5:
                group.update(range(n % 40))
            case 6:
                items[:] = items[: n % 7]
            case 7:
                del items[n % 5 :: 2]
        return n

    def __hash__(self):
        return 3

    def __eq__(self, other):
        return self.act() % 2 == 0

    def __lt__(self, other):
        return self.act() % 2 == 0

    def __del__(self):
        self.act()

    def __index__(self):
        return self.act() % 10

    def __length_hint__(self):
        return self.act() % 20


def body(index, turns):
    wild = Wild(index + 1)
    done = 0
    for turn in turns():
        for step in (
            lambda: table.__setitem__(Wild(turn), wild),
            lambda: table.get(wild),
            lambda: table.pop(wild, None),
            lambda: table.setdefault(wild, turn),
            lambda: group.add(Wild(turn * 3)),
            lambda: group.discard(wild),
            lambda: wild in group,
            lambda: group & {1, 3, wild},
            lambda: items.append(wild),
            lambda: items.count(wild),
            lambda: items.index(wild),
            lambda: items.remove(wild),
            lambda: items.insert(wild, wild),
            lambda: items.__setitem__(wild, turn),
            lambda: items.__getitem__(wild),
            lambda: items.sort(key=lambda x: wild.act() % 5),
            lambda: sorted(items, key=lambda x: (wild.act(), 0)),
            lambda: items == [wild] * 8,
            lambda: max(items, key=lambda x: wild.act(), default=0),
            lambda: items.__imul__(wild) if len(items) < 50 else items.clear(),
            lambda: dict(table) == table,
            lambda: list(map(lambda a, b: a, items, table)),
        ):
            try:
                step()
            except allowed:
                pass
            except TypeError as e:
                assert "not supported between" in str(e) or "unhashable" in str(e), e
            done += 1
        if len(items) > 400:
            items.clear()
    return done


assert all(crowd(body, beside=lambda: gc.collect(0)))
table.clear()
items.clear()
group.clear()
print("ok reentrant_keys")
