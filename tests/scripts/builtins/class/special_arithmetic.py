"""Operator methods: forward, reflected, in-place, NotImplemented, subclass priority."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

OPS = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "and", "or", "xor"]
SYM = ["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"]
def make(name, kinds):
    ns = {"__repr__": lambda s: name.lower()}
    for o in OPS:
        for k in kinds: ns[f"__{k}{o}__"] = (lambda kk, oo: lambda s, x, *m: f"{name}.{kk}{oo}({x!r})")(k, o)
    return type(name, (), ns)
F, R, I, N = make("F", [""]), make("R", ["r"]), make("I", ["", "i"]), make("N", [])
for s in SYM:
    f, r, i = F(), R(), I()
    print(s, eval(f"f {s} 1"), eval(f"1 {s} r"), eval(f"f {s} r"), eval(f"i {s} 2"), end=" ")
    ns = {"i": I(), "f": F()}
    exec(f"i {s}= 3; f {s}= 4", ns)
    print(ns["i"], ns["f"])
    fails(lambda: eval(f"N() {s} 1", {"N": N}))
    fails(lambda: eval(f"1 {s} f", {"f": F()}))
class Base:
    def __add__(self, o): return "Base.add"
    def __radd__(self, o): return "Base.radd"
class Sub(Base):
    def __radd__(self, o): return "Sub.radd"
class Same(Base): pass
print(Base() + Sub(), Sub() + Base(), Base() + Same(), Base() + 1, 1 + Base(), 0 + Base())
class NI:
    def __add__(self, o):
        print("tried")
        return NotImplemented
    __radd__ = __add__
    def __lt__(self, o): return NotImplemented
    def __eq__(self, o): return NotImplemented
fails(lambda: NI() + NI())
fails(lambda: NI() + 1)
fails(lambda: 1 + NI())
fails(lambda: NI() < NI())
print(NI() == NI(), (x := NI()) == x)
class Blocked(Base): __add__ = None
fails(lambda: Blocked() + 1)
u = type("U", (), {f"__{n}__": (lambda n: lambda s: n)(n) for n in ("neg", "pos", "invert", "abs")})()
print(-u, +u, ~u, abs(u))
fails(lambda: -N())
fails(lambda: ~N())
fails(lambda: +N())
class Num:
    def __int__(self): return 5
    def __float__(self): return 2.5
    def __index__(self): return 7
    def __complex__(self): return 1j
    def __bool__(self): return False
print(
    int(Num()), float(Num()), complex(Num()), [0] * 3, range(10)[Num()], bin(Num()), bool(Num()), "abc"[:Num()],
    chr(Num()) == "\x07", round(2.5, 0), 2 ** 3
)
