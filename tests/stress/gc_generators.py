"""Suspended generators and closures that refer to themselves are collected beside the threads that make them."""
import gc
from _crowd import crowd

opened = []
closed = []


def looping(box):
    opened.append(1)
    try:
        while True:
            yield len(box)
    finally:
        closed.append(1)


def recursive(n):
    def inner(k):
        return 1 if k == 0 else k * inner(k - 1)

    return inner(n)


def body(index, turns):
    count = 0
    for n in turns():
        box = [n]
        generator = looping(box)
        box.append(generator)
        assert next(generator) == 2 and next(generator) == 2
        assert recursive(5) == 120
        count += 1
    return count


counts = crowd(body, beside=gc.collect, limit=20_000)
box = generator = None
gc.collect()
gc.collect()
assert len(opened) == sum(counts) == len(closed), (len(opened), len(closed), sum(counts))
print("ok gc_generators")
