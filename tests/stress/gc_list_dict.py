"""Shared lists and dictionaries change under a collector that never rests; nothing that is reachable vanishes."""
import gc
from _crowd import crowd

table = {}
rows = []


def body(index, turns):
    count = 0
    for n in turns():
        row = [index, n, {"self": None}]
        row[2]["self"] = row
        rows.append(row)
        table[index, n % 500] = row
        assert table[index, n % 500][2]["self"] is row
        if len(rows) > 2000:
            old = rows.pop(0)
            assert old[2]["self"] is old and old[0] in range(8)
        if n % 10 == 0:
            table.pop((index, (n + 7) % 500), None)
        count += 1
    return count


counts = crowd(body, beside=gc.collect)
assert all(counts)
for (index, slot), row in table.items():
    assert row[0] == index and row[1] % 500 == slot and row[2]["self"] is row
print("ok gc_list_dict")
