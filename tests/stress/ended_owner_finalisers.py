"""__del__ of objects whose thread ended long ago runs once, in whichever thread drops them last."""
import gc
import threading
from collections import deque
from _crowd import crowd

made = deque()
ended = deque()


class Thing:
    def __init__(self):
        made.append(1)

    def __del__(self):
        ended.append(1)


exchange = deque()


def maker():
    for _ in range(10):
        exchange.append(Thing())


def body(index, turns):
    held = []
    for n in turns():
        if n % 10 == 0:
            thread = threading.Thread(target=maker)
            thread.start()
            thread.join()
        try:
            held.append(exchange.popleft())
            held.append(exchange.pop())
        except IndexError:
            pass
        if len(held) > 20:
            del held[:15]


crowd(body, limit=8_000)
exchange.clear()
gc.collect()
assert len(made) == len(ended) > 0, (len(made), len(ended))
print("ok ended_owner_finalisers", len(exchange))
