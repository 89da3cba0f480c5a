"""One generator, eight threads: a value, or ValueError when another thread is inside; no value lost or twice."""
from _crowd import crowd


def numbers():
    n = 0
    while True:
        total = 0
        for i in range(20):
            total += i
        assert total == 190
        yield n
        n += 1


shared = numbers()


def body(index, turns):
    got, busy = [], 0
    for _ in turns():
        try:
            got.append(next(shared))
        except ValueError as e:
            assert str(e) == "generator already executing", e
            busy += 1
    return got, busy


results = crowd(body, limit=150_000)
everything = sorted(n for got, _ in results for n in got)
assert everything == list(range(len(everything))) and everything
assert all(got == sorted(got) for got, _ in results)
shared.close()
assert list(shared) == []
print("ok generator_shared")
