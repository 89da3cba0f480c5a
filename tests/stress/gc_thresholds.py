"""Collector settings change, and its lists are read, while all threads allocate."""
import gc
from _crowd import crowd


class Node:
    pass


before = gc.get_threshold()


def body(index, turns):
    count = 0
    for n in turns():
        a, b = Node(), Node()
        a.other, b.other = b, a
        if index == 0 and n % 100 == 0:
            gc.set_threshold(10 + n % 500, 5, 5)
        if index == 1 and n % 200 == 0:
            gc.disable() if n % 400 else gc.enable()
        assert gc.is_tracked([a])
        count += 1
    return count


try:
    assert all(crowd(body, beside=lambda: gc.collect(0)))
finally:
    gc.enable()
    gc.set_threshold(*before)
del before
gc.collect()
assert not [o for o in gc.get_objects() if type(o) is Node]
print("ok gc_thresholds", gc.isenabled())
