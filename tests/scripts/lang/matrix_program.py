# a small program: matrices as lists, a class with operators
class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    def __matmul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows])

    def __add__(self, other):
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows)])

    def __mul__(self, k):
        return Matrix([[a * k for a in r] for r in self.rows])

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        return result

    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]

    def __setitem__(self, ij, v):
        self.rows[ij[0]][ij[1]] = v

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __iter__(self):
        return (x for r in self.rows for x in r)

    def __repr__(self):
        return "\n".join(" ".join(f"{x:>4}" for x in r) for r in self.rows)

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def det(self):
        if len(self.rows) == 1:
            return self.rows[0][0]
        return sum((-1) ** j * v * Matrix([r[:j] + r[j + 1:] for r in self.rows[1:]]).det() for j, v in enumerate(self.rows[0]))


m = Matrix([[1, 2], [3, 4]])
print(m, m.T, m @ m, m + m, 3 * m, m - m, m ** 5, sep="\n--\n")
print(m[1, 0], m.det(), Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 4]]).det(), list(m), m == Matrix([[1, 2], [3, 4]]), m != 5)
m[0, 0] = 10
m += m
m @= Matrix.identity(2)
print(m)
fib = Matrix([[1, 1], [1, 0]])
print([(fib ** n)[0, 1] for n in range(1, 15)], (fib ** 100)[0, 1])
