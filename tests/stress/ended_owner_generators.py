"""Generators, closures and bound methods made by threads that are gone are used and finished by others."""
import threading
from _crowd import crowd


class Counter:
    def __init__(self):
        self.n = 0

    def step(self):
        self.n += 1
        return self.n


def maker(box):
    def numbers():
        yield from range(5)

    value = 10

    def closure(x):
        nonlocal value
        value += x
        return value

    generator = numbers()
    next(generator)
    box.extend([generator, closure, Counter().step, iter([1, 2, 3]), {"k": [1]}, threading.local()])


def body(index, turns):
    count = 0
    for n in turns():
        box = []
        thread = threading.Thread(target=maker, args=(box,))
        thread.start()
        thread.join()
        generator, closure, step, iterator, table, local = box
        assert list(generator) == [1, 2, 3, 4]
        assert closure(1) == 11 and closure(1) == 12
        assert step() == 1 and step() == 2 and step.__self__.n == 2
        assert list(iterator) == [1, 2, 3] and table["k"] == [1]
        assert not hasattr(local, "x")
        local.x = n
        assert local.x == n
        count += 1
    return count


assert all(crowd(body, limit=1500))
print("ok ended_owner_generators")
