"""Growing, shrinking, slicing, sorting, iterating and copying one list: only known values come out."""
from _crowd import crowd

shared = list(range(100))


def grow(index, turns):
    for n in turns():
        if len(shared) < 400:
            shared.extend(range(n % 50))
        shared.append(n % 100)


def shrink(index, turns):
    for n in turns():
        del shared[n % 50 :: 3]
        if n % 100 == 0:
            shared.clear()
        shared[:10] = [1, 2, 3]


def read(index, turns):
    seen = 0
    for n in turns():
        for x in shared:
            assert 0 <= x < 100
            seen += 1
        assert all(0 <= x < 100 for x in shared[::2])
        copy = shared[:]
        assert len(copy) == len(list(copy)) and shared.count(-1) == 0
        assert -1 not in shared
        sum(shared)
    return seen


def order(index, turns):
    for n in turns():
        try:
            shared.sort()
        except ValueError as e:
            assert str(e) == "list modified during sort"
        shared.reverse()
        assert sorted(shared) is not shared


results = crowd(grow, shrink, read, order)
assert results[2] > 0
assert all(0 <= x < 100 for x in shared)
print("ok list_resize")
