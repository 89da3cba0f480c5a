"""random at work: reproducible games, weighted draws, Monte Carlo with fixed seeds, independent generators."""
import random
a, b = random.Random(1), random.Random(1)
print(
    [a.random() == b.random() for _ in range(3)], a.random() == random.Random(2).random(),
    a.getstate() != b.getstate()
)
deck = [r + s for s in "♠♥" for r in "AKQJ"]
r = random.Random(77)
r.shuffle(deck)
print(deck, [deck.pop() for _ in range(3)], r.sample(deck, 2), r.choice(deck))
print(
    [r.randint(1, 6) for _ in range(12)], [r.choices(["win", "lose"], [1, 3])[0] for _ in range(6)],
    r.choices(range(5), cum_weights=[1, 2, 3, 4, 10], k=8)
)
inside = sum(r.random() ** 2 + r.random() ** 2 <= 1 for _ in range(10000))
print(inside, 4 * inside / 10000)
walk, x = [], 0
for _ in range(15):
    x += r.choice((-1, 1))
    walk.append(x)
print(walk)
counts = [0] * 6
for _ in range(6000): counts[r.randrange(6)] += 1
print(counts, sum(counts), min(counts) > 800)
g = random.Random("seed text")
print(
    [round(g.gauss(100, 15), 6) for _ in range(4)], [round(g.uniform(-1, 1), 9) for _ in range(3)],
    round(g.expovariate(2), 9), round(g.betavariate(2, 5), 9), round(g.triangular(0, 10, 2), 9)
)
def bag(items, seed):
    rr, items = random.Random(seed), list(items)
    while items: yield items.pop(rr.randrange(len(items)))
print("".join(bag("abcdefgh", 3)), "".join(bag("abcdefgh", 3)), "".join(bag("abcdefgh", 4)))
random.seed(5)
s = random.getstate()
first = [random.random(), random.randint(0, 10**6), random.gauss(0, 1)]
random.setstate(s)
print(first == [random.random(), random.randint(0, 10**6), random.gauss(0, 1)], [round(v, 6) for v in first])
print(
    len({random.getrandbits(64) for _ in range(100)}), random.randbytes(5).hex(),
    isinstance(random.SystemRandom().random(), float), 0 <= random.SystemRandom().randrange(10) < 10,
    random.Random(3).sample(range(100), k=5), random.Random(3).sample(list("abc"), k=3)
)
try:
    random.SystemRandom().getstate()
except NotImplementedError as e:
    print(e)
