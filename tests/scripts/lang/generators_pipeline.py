# generator pipelines and lazy evaluation in small programs
def numbers(n):
    for i in range(n):
        print(f"[{i}]", end=" ")
        yield i


def squares(it):
    for x in it:
        yield x * x


def take(n, it):
    for x, _ in zip(it, range(n)):
        yield x


print(list(take(3, squares(numbers(100)))))
print(sum(x for x in squares(range(10)) if x % 2))


def primes():
    n, seen = 2, []
    while True:
        if all(n % p for p in seen):
            seen.append(n)
            yield n
        n += 1


print(list(take(12, primes())))


def walk(tree):
    for k, v in tree.items():
        yield k
        if isinstance(v, dict):
            yield from (f"{k}.{s}" for s in walk(v))


print(list(walk({"a": {"b": {"c": 1}, "d": 2}, "e": 3})))


def windows(it, n):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) == n:
            yield tuple(buf)
            del buf[0]


print(list(windows("abcde", 3)))


def permute(s):
    if not s:
        yield ""
    for i, c in enumerate(s):
        for rest in permute(s[:i] + s[i + 1:]):
            yield c + rest


print(list(permute("abc")), sum(1 for _ in permute("abcdef")))


def grouper():
    groups = {}
    while True:
        item = yield groups
        if item is None:
            return
        groups.setdefault(len(item), []).append(item)


g = grouper()
next(g)
for w in "a bb cc d eee".split():
    out = g.send(w)
print(out)


def merge(*its):
    its = [iter(i) for i in its]
    heads = [(next(i), n) for n, i in enumerate(its)]
    while heads:
        v, n = min(heads)
        yield v
        heads.remove((v, n))
        for nxt in its[n]:
            heads.append((nxt, n))
            break


print(list(merge([1, 4, 7], [2, 5], [0, 9])))


def scheduler(*tasks):
    tasks = list(tasks)
    while tasks:
        t = tasks.pop(0)
        try:
            print(next(t), end=" ")
            tasks.append(t)
        except StopIteration as e:
            print(f"<{e.value}>", end=" ")
    print()


def task(name, n):
    for i in range(n):
        yield f"{name}{i}"
    return name.upper()


scheduler(task("a", 2), task("b", 3), task("c", 1))


def lines(text):
    yield from text.splitlines()


def fields(ls):
    for l in ls:
        yield l.split(",")


def ints(rows):
    for r in rows:
        yield [int(c) for c in r]


print(list(ints(fields(lines("1,2\n3,4")))), max(sum(r) for r in ints(fields(lines("1,2\n30,4")))))
gens = [(lambda j: (j * k for k in range(3)))(i) for i in range(3)]
print([list(x) for x in gens])
def collatz(n):
    while n != 1:
        yield n
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    yield 1
print(max(range(1, 300), key=lambda n: sum(1 for _ in collatz(n))), len(list(collatz(27))))
