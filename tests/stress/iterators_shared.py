"""Iterators shared by all threads: only known items come out, they end, and count() never repeats."""
import itertools
from _crowd import crowd

SIZE = 2_000
counter = itertools.count()
kinds = {
    "list": lambda: iter(list(range(SIZE))),
    "tuple": lambda: iter(tuple(range(SIZE))),
    "range": lambda: iter(range(SIZE)),
    "dict": lambda: iter(dict.fromkeys(range(SIZE))),
    "set": lambda: iter(set(range(SIZE))),
    "reversed": lambda: reversed(range(SIZE)),
    "text": lambda: map(ord, "".join(map(chr, range(SIZE)))),
    "bytes": lambda: iter(bytes(SIZE)),
}
names = list(kinds)
current = {name: make() for name, make in kinds.items()}


def body(index, turns):
    numbers, ended = [], 0
    for n in turns():
        name = names[n % len(names)]
        iterator = current[name]
        for _ in range(5):
            item = next(iterator, None)
            if item is None:
                current[name] = kinds[name]()
                ended += 1
                break
            assert type(item) is int and 0 <= item < SIZE
        if len(numbers) < 100_000:
            numbers.append(next(counter))
    return numbers, ended


results = crowd(body)
numbers = sorted(n for one, _ in results for n in one)
assert numbers == list(range(len(numbers)))
assert sum(ended for _, ended in results) > 0
print("ok iterators_shared", len(names))
