"""Threads end while others hold parts of their cycles; the collector takes all when the last holder lets go."""
import gc
import threading
import weakref
from _crowd import crowd


class Node:
    def __init__(self):
        self.other = None


watched = []


def maker(box):
    for _ in range(5):
        a, b = Node(), Node()
        a.other, b.other = b, a
        box.append(a)
        watched.append(weakref.ref(b))


def body(index, turns):
    count = 0
    for n in turns():
        box = []
        thread = threading.Thread(target=maker, args=(box,))
        thread.start()
        thread.join()
        assert all(node.other.other is node for node in box)
        box[0].other.extra = box
        count += 1
    return count


counts = crowd(body, beside=gc.collect, limit=800)
gc.collect()
gc.collect()
assert len(watched) == 5 * sum(counts)
assert all(reference() is None for reference in watched)
print("ok ended_owner_cycles")
