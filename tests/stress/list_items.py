"""Item reads and writes: a thread's own slots keep what it wrote, other slots hold only complete values."""
from _crowd import crowd

SLOTS = 64
shared = [(0, 0)] * SLOTS


def body(index, turns):
    mine = range(index, SLOTS, 8)
    written = {slot: (0, 0) for slot in mine}
    for n in turns():
        for slot in mine:
            assert shared[slot] == written[slot]
            shared[slot] = written[slot] = (n, n * 2)
        a, b = shared[n % SLOTS]
        assert b == 2 * a
        for a, b in shared[n % 32 : n % 32 + 20]:
            assert b == 2 * a
    return written


for written in crowd(body):
    for slot, value in written.items():
        assert shared[slot] == value
assert len(shared) == SLOTS
print("ok list_items", len(shared))
