"""add, discard and membership: own items stay exact, common items are there once."""
from _crowd import crowd

shared = set()


def body(index, turns):
    mine = set()
    for n in turns():
        item = (n % 500) * 8 + index
        if n % 3:
            shared.add(item)
            mine.add(item)
            assert item in shared
        else:
            shared.discard(item)
            mine.discard(item)
            assert item not in shared
        shared.add(-(n % 50) - 1)
    return mine


expected = set(range(-50, 0))
for mine in crowd(body):
    expected |= mine
assert shared == expected, (len(shared), len(expected))
print("ok set_add")
