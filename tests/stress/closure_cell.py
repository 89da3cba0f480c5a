"""A cell shared by closures in all threads: whole values without a lock, right sums with one."""
import threading
from _crowd import crowd


def make():
    pair, count = (0, 0), 0
    lock = threading.Lock()

    def write(n):
        nonlocal pair
        pair = (n, n * n)

    def read():
        return pair

    def step():
        nonlocal count
        with lock:
            count += 1

    return write, read, step, lambda: count


write, read, step, total = make()


def body(index, turns):
    steps = 0
    for n in turns():
        write(n)
        a, b = read()
        assert b == a * a
        step()
        steps += 1
        cell = read.__closure__[0]
        a, b = cell.cell_contents
        assert b == a * a
    return steps


assert sum(crowd(body)) == total()
print("ok closure_cell")
