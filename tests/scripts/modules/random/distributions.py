"""random: real-valued distributions with exact sequences."""
import random

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

r = random.Random(99)
def show(name, *a): print(name, a, [float(f"{getattr(r, name)(*a):.12g}") for _ in range(4)])
show("uniform", 1, 5)
show("uniform", 5, 1)
show("triangular")
show("triangular", 1, 10, 3)
show("gauss")
show("gauss", 10, 2)
show("normalvariate", 0, 1)
show("lognormvariate", 0, 0.5)
show("expovariate", 1.5)
show("expovariate")
show("vonmisesvariate", 1, 4)
show("vonmisesvariate", 0, 1e-7)
show("gammavariate", 2, 3)
show("gammavariate", 0.5, 1)
show("gammavariate", 1, 2)
show("betavariate", 2, 3)
show("paretovariate", 3)
show("weibullvariate", 1, 1.5)
print(
    [r.binomialvariate(10, 0.3) for _ in range(8)], [r.binomialvariate(1000, 0.7) for _ in range(4)],
    r.binomialvariate(5, 0), r.binomialvariate(5, 1.0)
)
fails(r.gammavariate, 0, 1)
fails(r.expovariate, 0)
fails(r.binomialvariate, -1, 0.5)
fails(r.binomialvariate, 5, 2)
fails(r.uniform, 1)
fails(r.uniform, "a", 2)
fails(r.paretovariate, 0)
fails(r.gauss, "a", 1)
class Fixed(random.Random):
    def random(self): return 0.25
f = Fixed()
print(f.random(), f.uniform(0, 8), f.choice("abcd"), f.randrange(8), f.choices("wxyz", k=2))
