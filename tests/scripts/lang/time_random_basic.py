# time and random: only what is the same on every run
import random
import time
t0, m0, p0 = time.time(), time.monotonic(), time.perf_counter()
time.sleep(0.01)
print(time.time() > t0, 0.005 < time.monotonic() - m0 < 5, time.perf_counter() - p0 >= 0.009, type(time.time_ns()).__name__, time.sleep(0), isinstance(time.process_time(), float))
g = time.gmtime(0)
print(g.tm_year, g[:6], time.strftime("%Y-%m-%d %H:%M:%S", g), time.strftime("%j %a %b", time.gmtime(86400 * 45)), g.tm_wday, g.tm_yday, type(g).__name__)
for text in ("time.sleep(-1)", "time.sleep('a')", "time.sleep()", "time.gmtime('a')", "random.choice([])", "random.randint(5, 1)", "random.sample([1], 2)", "random.randrange(0)", "random.uniform(1)", "random.shuffle((1, 2))", "random.choices([])", "random.seed([])"):
    try:
        eval(text)
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
random.seed(42)
a = [random.random() for _ in range(5)]
random.seed(42)
print(a == [random.random() for _ in range(5)], all(0 <= x < 1 for x in a), a[0])
random.seed(1)
print(random.randint(1, 100), random.choice("abcdef"), random.sample(range(50), 4), random.uniform(1, 2), random.randrange(0, 100, 5), random.getrandbits(16), random.gauss(0, 1), random.choices([1, 2, 3], k=4), random.choices("ab", weights=[1, 9], k=5))
l = list(range(10))
random.shuffle(l)
print(l, sorted(l) == list(range(10)))
r = random.Random("text seed")
print(r.random(), r.randint(0, 10 ** 20), r.expovariate(1), r.betavariate(1, 2), r.triangular(), r.getrandbits(70), r.randbytes(4).hex())
st = r.getstate(); x = r.random(); r.setstate(st); print(x == r.random())
