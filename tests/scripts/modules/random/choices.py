"""random: randrange, choice, choices, shuffle, sample with exact results."""
import random

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

r = random.Random(2024)
print(
    [r.randrange(10) for _ in range(10)], [r.randrange(5, 50, 5) for _ in range(6)],
    [r.randrange(10, 0, -3) for _ in range(5)], [r.randint(-3, 3) for _ in range(8)],
    [r.randrange(2**k) for k in (1, 31, 32, 33, 64)]
)
print(
    [r.choice("abcdef") for _ in range(8)], r.choices([1, 2, 3], k=6), r.choices("xyz", weights=[1, 5, 0], k=8),
    r.choices("pq", cum_weights=[2, 3], k=5), r.choice(range(10**6))
)
l = list(range(15))
r.shuffle(l)
print(l)
t = list("hello")
r.shuffle(t)
print(t)
m = []
r.shuffle(m)
print(m)
print(
    r.sample(range(100), 8), r.sample("abcdef", 6), r.sample(list(range(1000)), 3),
    r.sample([1, 2, 3], counts=[2, 0, 3], k=4), r.sample(range(10**12), 3), r.sample([], 0), r.sample(range(30), 21)
)
fails(r.randrange, 0)
fails(r.randrange, 5, 5)
fails(r.randrange, 1, 5, 0)
fails(r.randrange, 1.5)
fails(r.randrange, "a")
fails(r.randint, 5, 1)
fails(r.randint, 1)
fails(r.choice, [])
fails(r.choice, 5)
fails(r.choices, [])
fails(r.choices, [1], weights=[0])
fails(r.choices, [1], weights=[1, 2])
fails(r.choices, [1], weights=[1], cum_weights=[1])
fails(r.choices, [1], [-1])
fails(r.shuffle, (1, 2))
fails(r.shuffle, "ab")
fails(r.sample, [1], 2)
fails(r.sample, [1], -1)
fails(r.sample, {1, 2}, 1)
fails(r.sample, 5, 1)
fails(r.sample, [1], counts=[-1], k=1)
fails(r.choices, [1], weights=[float("inf")])
