"""Each thread counts in its own bytes of one bytearray, and all grow and shrink another one."""
from _crowd import crowd

cells = bytearray(64)
rubber = bytearray(b"a" * 50)


def body(index, turns):
    count = 0
    for n in turns():
        for slot in range(index, 64, 8):
            assert cells[slot] == count & 255
            cells[slot] = count + 1 & 255
        count += 1
        if len(rubber) < 300:
            rubber.extend(b"a" * (n % 9))
            rubber.append(97)
        else:
            del rubber[n % 20 : 200]
        assert set(rubber[:30]) <= {97} and rubber.count(98) == 0
        bytes(rubber), rubber.find(b"b"), rubber[n % 40 :].upper()
    return count


counts = crowd(body)
assert all(cells[slot] == counts[slot % 8] & 255 for slot in range(64))
assert set(rubber) <= {97}
print("ok bytearray_cells", len(cells))
