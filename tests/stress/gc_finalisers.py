"""__del__ runs exactly once per object: for plain ones, for cyclic ones, and for ones that save themselves once."""
import gc
from collections import deque
from _crowd import crowd

made = deque()
ended = deque()
saved = deque()


class Plain:
    def __init__(self):
        made.append(1)

    def __del__(self):
        ended.append(1)


class Cyclic(Plain):
    def __init__(self):
        super().__init__()
        self.me = [self]


class Phoenix(Plain):
    def __del__(self):
        ended.append(1)
        saved.append(self)


def body(index, turns):
    for n in turns():
        Plain()
        Cyclic()
        if n % 20 == 0:
            Phoenix()
        if len(saved) > 50:
            assert isinstance(saved.popleft(), Phoenix)


crowd(body, beside=gc.collect, limit=15_000)
gc.collect()
saved.clear()
gc.collect()
assert len(made) == len(ended) > 0, (len(made), len(ended))
print("ok gc_finalisers", len(saved))
