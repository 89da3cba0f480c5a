"""All threads make cycles while the main thread collects in a tight loop; in the end none is left."""
import gc
import weakref
from _crowd import crowd


class Node:
    def __init__(self, n):
        self.n = n
        self.links = []


watched = []


def body(index, turns):
    made = 0
    kept = [Node(i) for i in range(10)]
    for n in turns():
        ring = [Node(i) for i in range(4)]
        for i, node in enumerate(ring):
            node.links.append(ring[i - 1])
            node.owner = ring
        ring[0].kept = kept[n % 10]
        kept[n % 10].links = [kept[(n + 1) % 10], ring[1] if n % 2 else None]
        assert ring[2].links[0].n == 1 and kept[n % 10].n == n % 10
        if n % 50 == 0:
            watched.append(weakref.ref(ring[3]))
        made += 1
    return made


assert all(crowd(body, beside=gc.collect, limit=20_000))
gc.collect()
gc.collect()
alive = [r for r in watched if r() is not None]
assert watched and not alive, len(alive)
print("ok gc_cycles", len(alive))
