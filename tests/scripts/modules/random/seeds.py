"""random: CPython's exact sequences for integer, text, bytes and float seeds."""
import random

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

for seed in (0, 1, 42, -42, 12345678901234567890, 2**100, True):
    random.seed(seed)
    print(
        seed, [random.random() for _ in range(3)], random.getrandbits(32), random.getrandbits(70),
        random.randint(1, 100), random.randrange(10**30)
    )
for seed in ("text", "", "é", b"bytes", bytearray(b"bytes"), 1.5, -0.5):
    r = random.Random(seed)
    print(repr(seed), r.random(), r.randrange(1000), r.getrandbits(16))
r = random.Random("old")
r.seed("old", version=1)
print(r.random(), r.random())
s = random.Random(5)
state = s.getstate()
a = [s.random() for _ in range(5)]
s.setstate(state)
print(a == [s.random() for _ in range(5)], state[0], len(state[1]), state[1][:3], state[1][-1], state[2])
print(
    random.Random(3).random() == random.Random(3).random(), random.Random(9).randbytes(8),
    [random.Random(7).getrandbits(k) for k in (0, 1, 8, 31, 33, 64, 65, 128)]
)
fails(random.seed, [])
fails(random.seed, (1,))
fails(random.Random, {})
fails(random.getrandbits, -1)
fails(random.getrandbits, 1.5)
fails(s.setstate, 5)
fails(s.setstate, (3, (1, 2), None))
fails(s.setstate, (9, state[1], None))
fails(random.randbytes, -1)
