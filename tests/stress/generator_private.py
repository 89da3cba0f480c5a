"""Generators made by one thread, run and finished by others."""
import threading
from collections import deque
from _crowd import crowd

pool = deque()
finished = []


def chain(start):
    try:
        for i in range(5):
            yield start + i
        return start
    finally:
        finished.append(1)


def body(index, turns):
    made = 0
    for n in turns():
        pool.append(chain(n))
        made += 1
        for _ in range(3):
            try:
                one = pool.popleft()
            except IndexError:
                break
            value = next(one, None)
            if value is not None:
                second = next(one, None)
                assert second is None or second == value + 1
                if n % 50 == 0 and len(pool) > 100:
                    one.close()
                    assert next(one, "end") == "end"
                else:
                    pool.append(one)
    return made


made = sum(crowd(body, limit=60_000))
for one in list(pool):
    for _ in one:
        pass
pool.clear()
assert 0 < len(finished) <= made, (made, len(finished))
print("ok generator_private")
