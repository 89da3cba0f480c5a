# a complete numeric class: fractions with all operators
from math import gcd
import functools


@functools.total_ordering
class Frac:
    __slots__ = ("n", "d")

    def __init__(self, n, d=1):
        if d == 0:
            raise ZeroDivisionError(f"Frac({n}, 0)")
        if d < 0:
            n, d = -n, -d
        g = gcd(n, d)
        self.n, self.d = n // g, d // g

    @staticmethod
    def _of(x):
        return x if isinstance(x, Frac) else Frac(x) if isinstance(x, int) else None

    def _op(name):
        def method(self, other):
            o = Frac._of(other)
            if o is None:
                return NotImplemented
            return {"add": lambda: Frac(self.n * o.d + o.n * self.d, self.d * o.d),
                    "sub": lambda: Frac(self.n * o.d - o.n * self.d, self.d * o.d),
                    "mul": lambda: Frac(self.n * o.n, self.d * o.d),
                    "truediv": lambda: Frac(self.n * o.d, self.d * o.n),
                    "floordiv": lambda: (self.n * o.d) // (self.d * o.n),
                    "mod": lambda: self - o * (self // o)}[name]()
        method.__name__ = f"__{name}__"
        return method

    for _n in ("add", "sub", "mul", "truediv", "floordiv", "mod"):
        locals()[f"__{_n}__"] = _op(_n)
        locals()[f"__r{_n}__"] = lambda self, o, _n=_n: getattr(Frac(o), f"__{_n}__")(self) if isinstance(o, int) else NotImplemented
    del _n, _op

    def __pow__(self, k):
        return Frac(self.n ** k, self.d ** k) if k >= 0 else Frac(self.d ** -k, self.n ** -k)

    def __neg__(self): return Frac(-self.n, self.d)
    def __pos__(self): return self
    def __abs__(self): return Frac(abs(self.n), self.d)
    def __bool__(self): return self.n != 0
    def __int__(self): return self.n // self.d if self.n >= 0 else -(-self.n // self.d)
    def __float__(self): return self.n / self.d
    def __round__(self, k=0): return round(self.n / self.d, k)
    def __eq__(self, o): return (f := Frac._of(o)) is not None and (self.n, self.d) == (f.n, f.d)
    def __lt__(self, o): return NotImplemented if (f := Frac._of(o)) is None else self.n * f.d < f.n * self.d
    def __hash__(self): return hash(self.n) if self.d == 1 else hash((self.n, self.d))
    def __repr__(self): return f"{self.n}/{self.d}" if self.d != 1 else f"{self.n}"
    def __format__(self, spec): return format(float(self), spec) if spec else repr(self)
    def __iter__(self): yield self.n; yield self.d


a, b = Frac(1, 2), Frac(-3, 4)
print(a + b, a - b, a * b, a / b, a // b, a % b, a ** 3, a ** -2, -a, +a, abs(b), a + 1, 1 + a, 2 - a, 3 * b, 1 / a, 7 // a, 7 % Frac(2, 3))
print(a == Frac(2, 4), a != b, a < b, a > b, a <= 1, 1 >= a, sorted([a, b, Frac(5), 0]), max(a, b), sum([a, b, 1]), bool(Frac(0)), hash(Frac(3)) == hash(3), {Frac(1, 2): "half"}[a], int(Frac(7, 2)), int(Frac(-7, 2)), float(a), round(Frac(2, 3), 2), f"{a:.3f} {a}", list(a), *b)
a += 1
a *= b
print(a, Frac(6, -8), Frac(0, 5))
for f in (lambda: Frac(1, 0), lambda: a + "x", lambda: "x" + a, lambda: a / 0, lambda: a < "x", lambda: a.q, lambda: setattr(a, "z", 1), lambda: a ** "x", lambda: a @ b, lambda: a << 1, lambda: divmod(a, b)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(sum(Frac(1, k) for k in range(1, 20)), functools.reduce(lambda x, y: x * y, [Frac(k, k + 1) for k in range(1, 10)]))
