"""complex: construction, arithmetic, repr, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    complex(), complex(1), complex(1, 2), complex("1+2j"), complex(" -3.5e2J "), complex("j"), complex("(1-j)"),
    complex("nan+infj"), complex(real=1, imag=-2), complex("5")
)
print(
    1j, -1j, 3 + 4j, 3 - 4j, complex(-0.0, -0.0), complex(0.0, -0.0), 1e20j, complex(float("inf"), float("nan")),
    [1j, 2 + 0j]
)
a, b = 3 + 4j, 1 - 2j
print(
    a + b, a - b, a * b, a / b, a**2, a**b, a**0, a**-1, -a, +a, abs(a), a.real, a.imag, a.conjugate(), a == 3 + 4j,
    a != b, bool(0j), bool(1j)
)
print(a + 1, 1 + a, 2.5 * a, a / 2, 1 / a, a == 3, 3 + 0j == 3, hash(3 + 0j) == hash(3), hash(1j), {1: "x"}[1 + 0j])
print(format(a, ".2f"), format(a, "+.1e"), f"{a:>12}", f"{1j:g}", str(a), repr(1.5j), format(-1j, ""))
class C:
    def __complex__(self): return 5 + 6j
class F:
    def __float__(self): return 1.5
print(complex(C()), complex(F()), complex(F(), F()), complex.from_number(3), complex(True))
fails(complex, "1 + 2j")
fails(complex, "abc")
fails(complex, "1+2")
fails(complex, "")
fails(complex, "1", 2)
fails(complex, 1, "2")
fails(complex, None)
fails(complex, [])
fails(lambda: a < b)
fails(lambda: a // b)
fails(lambda: a % b)
fails(lambda: a / 0)
fails(lambda: 0j**-1)
fails(lambda: int(a))
fails(lambda: float(a))
fails(lambda: a + "x")
fails(lambda: format(a, "05"))
fails(lambda: format(a, "d"))
fails(lambda: round(a))
fails(lambda: divmod(a, b))
fails(lambda: pow(a, 2, 3))
