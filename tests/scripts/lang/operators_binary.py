# every binary operator: forward, reflected, NotImplemented, subclasses first
OPS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^", "matmul": "@"}


class Fwd:
    pass


class Rev:
    pass


class Not:
    pass


def method(name):
    def f(self, other):
        return f"{type(self).__name__}.{name}({other if isinstance(other, (int, str)) else type(other).__name__})"
    return f


for n in OPS:
    setattr(Fwd, f"__{n}__", method(n))
    setattr(Rev, f"__r{n}__", method("r" + n))
    setattr(Not, f"__{n}__", lambda s, o: NotImplemented)
    setattr(Not, f"__r{n}__", lambda s, o: NotImplemented)
for n, op in OPS.items():
    f, r, i, none = Fwd(), Rev(), 5, Not()
    print(eval(f"f {op} 1"), eval(f"1 {op} r"), eval(f"f {op} r"), eval(f"none {op} r"), eval(f"f {op} none"))
    for text in (f"none {op} none", f"1 {op} f", f"r {op} 1", f"none {op} 1", f"'s' {op} none"):
        try:
            print(eval(text))
        except TypeError as e:
            print(text, ":", e)


class Base:
    def __add__(self, o): return "Base.add"
    def __radd__(self, o): return "Base.radd"
    def __sub__(self, o): return "Base.sub"
    def __rsub__(self, o): return "Base.rsub"


class Sub(Base):
    def __radd__(self, o): return "Sub.radd"


print(Base() + Sub(), Sub() + Base(), Base() - Sub(), Base() + Base())


class IntSub(int):
    def __radd__(self, o): return "IntSub.radd"
    def __rmul__(self, o): return NotImplemented


print(1 + IntSub(2), IntSub(2) + 1, 3 * IntSub(2), 1 - IntSub(2), True + IntSub(1))


class Both:
    def __add__(self, o): print("add", end=" "); return NotImplemented
    def __radd__(self, o): print("radd", end=" "); return NotImplemented


for text in ("Both() + Both()", "Both() + 1", "1 + Both()", "[] + Both()", "Both() + []", "'a' + Both()"):
    try:
        eval(text)
    except TypeError as e:
        print(text, e)


class Pow:
    def __pow__(self, e, m=None): return (e, m)
    def __rpow__(self, b, m=None): return ("r", b, m)


print(Pow() ** 2, pow(Pow(), 2, 3), 2 ** Pow(), pow(2, Pow()), pow(2, Pow(), 5))


class Inst: pass


x = Inst()
x.__add__ = lambda o: "instance attribute"
try:
    x + 1
except TypeError as e:
    print(e)
class Disabled(Base):
    __add__ = None
    __radd__ = None
for text in ("Disabled() + 1", "1 + Disabled()", "divmod('a', 1)", "divmod(1, 'a')", "pow('a', 2)", "pow(1, 2, 'x')", "1 @ 2", "[] @ []", "{} | 1", "print >> 5", "None + 1", "1 + None", "... + 1", "int + int", "'a' - 'b'", "[1] - [1]", "'a' / 2", "() * ()", "1.5 | 2", "1.5 << 1", "'5' + 5", "5 + '5'", "b'a' + 'a'", "'a' + b'a'", "{1} + {2}", "[1] + (1,)", "'a' * 1.5", "'%d' % 'a'"):
    try:
        print(eval(text))
    except TypeError as e:
        print(text, ":", e)
class Div:
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
print(divmod(Div(), 2), divmod(2, Div()))
