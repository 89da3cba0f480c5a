"""round, divmod, pow, abs on every numeric type and on special methods."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class N:
    def __round__(self, *a): return ("round", a)
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m="nomod"): return ("pow", o, m)
    def __rpow__(self, o, m="nomod"): return ("rpow", o, m)
    def __abs__(self): return "abs"
n = N()
print(round(n), round(n, 2), divmod(n, 5), divmod(5, n), pow(n, 2), pow(n, 2, 3), pow(2, n), abs(n), n**2, 2**n)
print(
    abs(-5), abs(-5.5), abs(3 - 4j), abs(True), abs(-(10**30)), abs(-0.0), divmod(17, 5), divmod(-17, 5),
    divmod(17, -5), divmod(17.5, 5), divmod(True, 1), divmod(10**30, 7)
)
print(
    pow(2, 10), pow(2, 10, 1000), pow(2.0, 3), pow(2, -2), pow(base=3, exp=2, mod=5), pow(-2, 0.5).real < 1e-10,
    pow(0, 0), pow(7, -1, 31), pow(10**20, 10, 97), pow(2, 3, None)
)
print(
    [round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999999)],
    [round(x, 1) for x in (0.05, 0.15, 0.25, 0.35, 1.45)], round(1e22), round(123.456, -1), round(-155, -1),
    round(7), round(7, 3), round(True), type(round(2.0)).__name__, type(round(2.0, 0)).__name__, round(number=2.7),
    round(2.75, ndigits=1), round(10**25 + 5, -1)
)
print(round(1.1e308, -308), round(5.5e-320, 322), round(1.0, 10**9), round(12.0, -10**9), round(3, -10**5))
fails(round)
fails(round, "a")
fails(round, 1, 2, 3)
fails(round, 1, "a")
fails(round, 1, 1.5)
fails(round, None)
fails(round, 1j)
fails(round, 1.9e308, -308)
fails(divmod, 1)
fails(divmod, 1, 0)
fails(divmod, 1.0, 0.0)
fails(divmod, "a", 1)
fails(divmod, 1j, 1)
fails(pow, 2)
fails(pow, 2, 2, 0)
fails(pow, 2, -1, 6)
fails(pow, 2, 2.0, 3)
fails(pow, 2.0, 2, 3)
fails(pow, "a", 2)
fails(pow, 0, -1)
fails(pow, 0.0, -1)
fails(pow, 10.0, 1000)
fails(abs)
fails(abs, "a")
fails(abs, None)
