"""Eight threads store and drop the same few objects all the time; each is alive and itself until its last holder is gone."""
import weakref
from _crowd import crowd


class Plain:
    pass


class Closing:
    def close(self):
        closed.append(1)

    __del__ = close


closed = []
mark, text, number, plain, closing = object(), "text " * 3, 10**30, Plain(), Closing()
died = []
watch = weakref.ref(plain, lambda r: died.append(1))


def make(n):
    return lambda x: (x, n, mark)


def body(index, turns):
    count = 0
    held = []
    for n in turns():
        held.append((mark, [text, number], {"plain": plain, "closing": closing}))
        assert make(number)(text) == (text, number, mark)
        if len(held) > 20:
            (m, (t, i), d) = held.pop(n % 20)
            assert m is mark and t == "text text text " and i == 10**30
            assert d["plain"] is plain and d["closing"] is closing
        count += 1
    return count


counts = crowd(body)
assert all(counts) and watch() is plain and not closed and not died
del plain, closing
assert watch() is None and died == [1] and closed == [1], (died, closed)
print("ok shared_counts")
