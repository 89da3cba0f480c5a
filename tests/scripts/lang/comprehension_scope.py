# comprehensions: scopes, order, conditions, nesting
x = "outer"
print([x for x in range(3)], x)
print({x for x in range(3)}, {x: x for x in "ab"}, list(x for x in "cd"), x)
print([(a, b) for a in range(3) for b in range(a)], [[b for b in range(a)] for a in range(3)])
print([a for a in range(20) if a % 2 if a % 3 == 0], [a if a % 2 else -a for a in range(5)])
print([a for a, b in [(1, 2), (3, 4)]], [h for h, *t in ["abc"]], [y for a in "ab" for y in (a, a * 2)])
print({**{k: 1 for k in "a"}, "b": 2}, [*[i for i in range(2)], 9], sum(i for i in range(4)), "".join(c for c in "xyz" if c != "y"))


def f(n):
    m = 10
    return [n * i + m for i in range(3)], {m: [n for _ in range(2)] for m in range(2)}, m


print(f(2))


class C:
    size = 3
    items = [i for i in range(size)]
    try:
        bad = [size for _ in range(1)]
    except NameError as e:
        err = str(e)


print(C.items, C.err)
print([lam() for lam in [lambda: i for i in range(3)]])
print([(i, j) for i in range(3) if i for j in range(i) if i + j], [i for i in [j for j in [k for k in range(3)]]])
print([(last := i) for i in range(4)], last)


def walrus():
    r = [y := 5, *[y := v for v in range(3)]]
    return r, y


print(walrus())
it = iter(range(10))
print([i for i in it if i % 3 == 0 or next(it) > 100])
g = (print("eager", end=" ") or i for i in [print("iterable now", end=" "), 2])
print("made")
print(list(g))
for text in ("[i for i in 5]", "(i for i in 5)", "{i: 1 for i in [[]]}", "{[] for i in 'a'}", "[undefined for i in 'a']", "[i for i in [] if undefined]", "[1 / i for i in (1, 0)]",
             "{k: v for k, v in [(1,)]}", "[a for a, b in [(1, 2, 3)]]"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
def outer():
    v = 1
    r = [v for v in (v, v + 1)]
    return r, v
print(outer())
def closures():
    fs = [lambda: (i, k) for i in range(2) for k in "ab"]
    return [f() for f in fs]
print(closures())
i = 7
print([i for i in [i, i + 1]], [j for j in range(i) if i == 7], i, [locals().get("q") for q in (1, 2)], [[locals()["z"] for z in (y,)] for y in (1, 2)])
print({i: {j: i * j for j in range(2)} for i in range(2)}, [x for x in (yy for yy in range(3)) if x], {x % 2: x for x in range(5)})
def gen():
    got = [i for i in (yield "ask")]
    yield got
gg = gen()
print(next(gg), gg.send("xy"))
