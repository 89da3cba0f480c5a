"""math: gcd, lcm, factorial, comb, perm, prod, fsum, sumprod."""
import math

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    math.gcd(), math.gcd(12), math.gcd(12, 18), math.gcd(-12, 18, 27), math.gcd(0, 0), math.gcd(0, 5),
    math.gcd(10**30, 6**20), math.lcm(), math.lcm(4, 6), math.lcm(0, 5), math.lcm(-4, 6, 10), math.lcm(10**20, 7)
)
print(
    [math.factorial(n) for n in (0, 1, 5, 20, 25)], math.comb(5, 2), math.comb(5, 6), math.comb(100, 50),
    math.comb(0, 0), math.perm(5), math.perm(5, 2), math.perm(3, 4), math.perm(30, 10)
)
print(
    math.prod([]), math.prod([1, 2, 3]), math.prod([1.5, 2]), math.prod([2, 3], start=10), math.prod(range(1, 25)),
    math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]), math.fsum([1e-320, 1]),
    math.sumprod([1, 2, 3], [4, 5, 6]), math.sumprod([], []), math.sumprod([0.1] * 10, [1] * 10),
    math.sumprod([10**20, 1], [10, 2])
)
for f, a in (
    (math.gcd, (1.5,)), (math.gcd, ("a",)), (math.lcm, (None,)), (math.factorial, (-1,)), (math.factorial, (1.0,)),
    (math.factorial, (10**30,)), (math.factorial, ()), (math.comb, (-1, 2)), (math.comb, (1, -2)),
    (math.comb, (1.0, 2)), (math.comb, (1,)), (math.perm, (-1,)), (math.perm, (2, -1)), (math.prod, (5,)),
    (math.prod, (["a", "b"],)), (math.fsum, (["a"],)), (math.fsum, (5,)), (math.fsum, ([math.inf, -math.inf],)),
    (math.fsum, ([1e308, 1e308],)), (math.sumprod, ([1], [1, 2])), (math.sumprod, ([1], ["a"])),
    (math.sumprod, (1, 2))
):
    fails(f, *a)
