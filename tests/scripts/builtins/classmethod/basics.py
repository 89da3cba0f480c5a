"""classmethod and staticmethod: binding, inheritance, attributes, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class A:
    count = 0
    @classmethod
    def make(cls, *a):
        cls.count += 1
        return cls.__name__, a
    @staticmethod
    def add(a, b=1):
        "adds"
        return a + b
    plain = classmethod(lambda cls: cls)
    st = staticmethod(len)
    @classmethod
    def alt(cls): return cls()
class B(A):
    @classmethod
    def make(cls, *a): return ("B", super().make(*a))
print(
    A.make(1), A().make(2), B.make(3), B().make(), A.count, B.count, A.plain() is A, B().plain() is B,
    type(B.alt()).__name__
)
print(
    A.add(1), A().add(1, 5), A.st("abc"), A.add.__doc__, A.add.__name__, A.__dict__["add"].__func__(2),
    A.__dict__["make"].__func__(B), type(A.__dict__["make"]).__name__, type(A.__dict__["add"]).__name__,
    A.__dict__["add"](5), A.__dict__["add"].__name__, A.__dict__["make"].__wrapped__.__name__
)
m = A.make
print(
    m.__self__ is A, m.__func__.__name__, m.__name__, m.__qualname__, type(m).__name__, A.make == A.make,
    B.plain == A.plain
)
print(
    staticmethod(int).__get__(None, A)("5"), classmethod(lambda c: c).__get__(5)() is int,
    classmethod(lambda c: c).__get__(None, str)() is str
)
class Stacked:
    @classmethod
    @staticmethod
    def odd(*a): return a
    @staticmethod
    def fact(n): return 1 if n < 2 else n * Stacked.fact(n - 1)
print(Stacked.fact(6))
x = A()
x.make = "instance"
print(x.make)
fails(A.make.__get__)
fails(A.add)
fails(A.add, 1, 2, 3)
fails(A().add)
fails(classmethod)
fails(staticmethod)
fails(classmethod, 1, 2)
fails(classmethod(5).__get__(None, A))
fails(staticmethod(5))
fails(lambda: classmethod(len)())
fails(A.plain, 1)
fails(setattr, A.make, "x", 1)
