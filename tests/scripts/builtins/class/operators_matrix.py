"""A vector and a matrix class with all operators: what user code does with special methods."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Vec:
    __slots__ = ("v",)
    def __init__(self, *v): self.v = tuple(v)
    def __repr__(self): return f"Vec{self.v}"
    def __eq__(self, o): return isinstance(o, Vec) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __len__(self): return len(self.v)
    def __iter__(self): return iter(self.v)
    def __getitem__(self, i): return Vec(*self.v[i]) if isinstance(i, slice) else self.v[i]
    def __add__(self, o):
        return Vec(*(a + b for a, b in zip(self, o, strict=True))) if isinstance(o, Vec) else NotImplemented
    def __sub__(self, o): return self + -o
    def __neg__(self): return Vec(*(-a for a in self))
    def __mul__(self, k): return Vec(*(a * k for a in self)) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __matmul__(self, o): return sum(a * b for a, b in zip(self, o))
    def __abs__(self): return (self @ self) ** 0.5
    def __bool__(self): return any(self.v)
    def __round__(self, n=0): return Vec(*(round(a, n) for a in self))
    def __contains__(self, x): return x in self.v
    def __call__(self, f): return Vec(*map(f, self))
    def __format__(self, spec): return "<" + ", ".join(format(a, spec) for a in self) + ">"
    def __iadd__(self, o):
        self.v = (self + o).v
        return self
    def __lt__(self, o): return abs(self) < abs(o)
class Mat:
    def __init__(self, *rows): self.rows = [list(r) for r in rows]
    def __repr__(self): return "Mat(" + ", ".join(map(str, self.rows)) + ")"
    def __getitem__(self, ij): return self.rows[ij[0]][ij[1]] if isinstance(ij, tuple) else self.rows[ij]
    def __setitem__(self, ij, x): self.rows[ij[0]][ij[1]] = x
    def __matmul__(self, o):
        if isinstance(o, Vec): return Vec(*(Vec(*r) @ o for r in self.rows))
        return Mat(*([Vec(*r) @ c for c in zip(*o.rows)] for r in self.rows))
    def __pow__(self, n):
        result, base = Mat(*([int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows)))), self
        while n:
            if n & 1: result = result @ base
            base, n = base @ base, n >> 1
        return result
    def __invert__(self): return Mat(*zip(*self.rows))
a, b = Vec(1, 2, 2), Vec(3, 0, 4)
print(
    a + b, a - b, -a, a * 2, 0.5 * b, a @ b, abs(a), bool(Vec(0, 0)), a == Vec(1, 2, 2), a != b,
    {a: 1}[Vec(1, 2, 2)], len(a), a[0], a[1:], list(a), 2 in a, a(lambda x: x * x), round(a * 0.333, 2),
    f"{a:.1f} {b}", sorted([b, a]), sum([a, b], Vec(0, 0, 0)), [*a], max(a, b)
)
c = a
c += b
print(c is a, a, hash(a) == hash(c))
m = Mat([1, 1], [1, 0])
print(m ** 30, m @ Vec(2, 3), ~Mat([1, 2], [3, 4]), (m ** 10)[0, 1], m[0])
m[0, 0] = 5
print(m, m @ m)
m @= Mat([1, 0], [0, 2])
print(m)
fails(lambda: a + 1)
fails(lambda: 1 + a)
fails(lambda: a * "x")
fails(lambda: Vec(1) + Vec(1, 2))
fails(lambda: a[9])
fails(lambda: setattr(a, "w", 1))
fails(lambda: a / 2)
fails(lambda: a > 5)
fails(lambda: m + m)
