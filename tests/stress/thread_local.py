"""threading.local and its subclasses: no thread ever sees the values of another one."""
import threading
from _crowd import crowd


class Own(threading.local):
    kind = "class"

    def __init__(self, start):
        self.n = start
        self.items = []


plain, own = threading.local(), Own(100)


def body(index, turns):
    assert not hasattr(plain, "n") and own.n == 100 and own.items == []
    plain.n = 0
    count = 0
    for n in turns():
        assert plain.n == count
        plain.n += 1
        own.n += 1
        own.items.append(index)
        assert own.n == 101 + count and own.kind == "class"
        count += 1
        if n % 100 == 0:
            assert set(own.items) == {index}
            own.items.clear()
        setattr(plain, f"x{n % 5}", index)
        assert getattr(plain, f"x{n % 5}") == index
    return count


assert all(crowd(body))
assert own.n == 100 and vars(plain) == {}
print("ok thread_local", own.n)
