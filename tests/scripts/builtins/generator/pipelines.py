"""Generators at work: infinite streams, coroutines fed by send, recursive walks, lazy evaluation order."""
import itertools
def naturals():
    n = 0
    while True:
        yield n
        n += 1
def where(pred, it): return (x for x in it if pred(x))
def take(n, it): return [x for _, x in zip(range(n), it)]
print(take(5, where(lambda x: x % 3 == 0, naturals())), take(3, (x * x for x in naturals() if x % 2)))
def running():
    total, n = 0, 0
    value = None
    while True:
        value = yield (total / n if n else None)
        if value is None: return total
        total += value
        n += 1
avg = running()
next(avg)
print([avg.send(v) for v in (10, 20, 60)])
try:
    avg.send(None)
except StopIteration as e:
    print("total", e.value)
def walk(tree):
    if isinstance(tree, list):
        for t in tree: yield from walk(t)
    else:
        yield tree
print(list(walk([1, [2, [3, []], 4], [[5]]])))
def broadcast(targets):
    try:
        while True:
            item = yield
            for t in targets: t.send(item)
    finally:
        for t in targets: t.close()
def sink(name, log):
    try:
        while True: log.append((name, (yield)))
    except GeneratorExit: log.append((name, "closed"))
log = []
sinks = [sink(n, log) for n in "ab"]
for s in sinks: next(s)
b = broadcast(sinks)
next(b)
b.send(1)
b.send(2)
b.close()
print(log)
trace = []
def noisy(name, it):
    for x in it:
        trace.append(f"{name}{x}")
        yield x
print([x for x in noisy("c", noisy("b", noisy("a", range(2))))], trace)
def permutations(items):
    if not items: yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]): yield (x, *rest)
print(list(permutations([1, 2, 3])), sum(1 for _ in permutations(list(range(6)))))
def primes():
    yield 2
    found = []
    for n in itertools.count(3, 2):
        if all(n % p for p in itertools.takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n
print(take(15, primes()))
def tasks(name, n):
    for i in range(n):
        yield f"{name}{i}"
queue, out = [tasks("x", 2), tasks("y", 3), tasks("z", 1)], []
while queue:
    t = queue.pop(0)
    try:
        out.append(next(t))
        queue.append(t)
    except StopIteration:
        pass
print(out)
g = (i for i in range(3))
print(
    2 in g, list(g), sum(x for x in range(4)), dict((k, v) for k, v in zip("ab", range(2))),
    any(x > 2 for x in naturals()), max((len(w), w) for w in ["a", "ccc", "bb"])
)
def scope():
    y = 10
    gen = (x + y for x in range(3))
    y = 100
    return list(gen)
print(scope(), list(x for x in [y for y in range(3)] if x), [f() for f in [lambda i=i: i for i in range(2)]])
