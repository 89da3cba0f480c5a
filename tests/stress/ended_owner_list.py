"""Short-lived threads leave objects in a shared list; others read, change and drop them after the makers ended."""
import threading
from _crowd import crowd

shared = []


class Item:
    def __init__(self, n):
        self.n = n
        self.tail = [n]


def maker(n, box):
    for i in range(20):
        box.append(Item(n))


def body(index, turns):
    total = 0
    for n in turns():
        box = []
        thread = threading.Thread(target=maker, args=(n, box))
        thread.start()
        thread.join()
        assert len(box) == 20 and all(item.n == n and item.tail == [n] for item in box)
        shared.extend(box)
        for item in shared[:40]:
            item.tail.append(index)
            assert item.tail[0] == item.n
        if len(shared) > 1000:
            del shared[:200]
        total += 1
    return total


assert all(crowd(body, limit=1500))
assert all(item.tail[0] == item.n for item in shared)
shared.clear()
print("ok ended_owner_list", len(shared))
