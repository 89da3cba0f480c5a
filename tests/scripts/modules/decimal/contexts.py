"""Contexts: settings, flags, traps, templates, threads and tasks; constructors and their messages."""
import contextvars
import copy
import decimal
import threading
from decimal import *


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print([c.__name__ for c in type(e).__mro__[:3]], e.args)


c = getcontext()
print(c, c.flags)
for f in [
    lambda: Decimal("x"), lambda: Decimal(1) / 0, lambda: Decimal(0) / 0, lambda: Decimal("inf") - Decimal("inf"), lambda: Decimal("1e10").quantize(Decimal("1e-30")),
    lambda: Decimal("1e50") // 3, lambda: Decimal("sNaN") + 1, lambda: Decimal(4) ** Decimal("0.5"), lambda: Decimal(2) ** -3, lambda: pow(Decimal(3), 2, 5), lambda: Decimal([1]),
    lambda: Decimal((0, (1, 2), "x")), lambda: Decimal((0, (1, 12), 3)), lambda: Decimal((2, (1,), 3)), lambda: Decimal((0, 1)), lambda: Decimal(1, 2), lambda: Decimal(1j),
    lambda: Decimal((0, (1,), 1.5)), lambda: Decimal((1, (1, 2, 3), -2)), lambda: Decimal((0, (), "F")), lambda: Decimal((1, (4, 5), "n")), lambda: Decimal((0, (0,), "N")), lambda: Decimal((0, (), 3)),
    lambda: Context(prec=0), lambda: Context(prec="a"), lambda: Context(rounding=5), lambda: Context(clamp=2), lambda: Context(Emin=1), lambda: Context(Emax=-1), lambda: Context(capitals=3),
    lambda: Context(flags=[5]), lambda: Context(traps={Inexact: 1}), lambda: Context(flags=5), lambda: setattr(c, "foo", 1), lambda: delattr(c, "prec"), lambda: c.flags.__delitem__(Inexact),
    lambda: c.flags[5], lambda: c.flags.__setitem__(5, 1), lambda: c.foo, lambda: list(c.flags), lambda: len(c.traps), lambda: setattr(c, "prec", 10**20), lambda: setattr(c, "traps", 5), lambda: setattr(c, "traps", {}),
    lambda: Decimal(1) < 1j, lambda: Decimal(1) == 1j, lambda: Decimal(1) + 1.0, lambda: Decimal(1) < 1.5, lambda: Decimal("nan") < 1, lambda: hash(Decimal("snan")), lambda: int(Decimal("nan")),
    lambda: int(Decimal("inf")), lambda: float(Decimal("snan")), lambda: round(Decimal("nan")), lambda: Decimal("inf").as_integer_ratio(), lambda: Decimal("1").exp(context=5), lambda: Decimal(1).compare("x"),
    lambda: c.add(1, "x"), lambda: c.add(1, 2), lambda: Decimal(2).quantize(3, rounding="x"), lambda: setcontext(5), lambda: localcontext(5), lambda: localcontext(prec=5, foo=2), lambda: localcontext(prec=0),
    lambda: Decimal("1.5").__reduce__(), lambda: IEEEContext(33), lambda: IEEEContext(0), lambda: Decimal.from_float("x"), lambda: Decimal.from_number("x"), lambda: Decimal.from_number(1.5),
    lambda: c.create_decimal(" 1_0 "), lambda: Decimal(" 1_0 "), lambda: Decimal("١٢.٥"), lambda: c.create_decimal([]), lambda: c.power(2, 3, modulo=5), lambda: Decimal("1").__setattr__("x", 1),
    lambda: Decimal("1_000.5_0e+1_0"), lambda: Decimal(""), lambda: Decimal("1e"), lambda: Decimal("."), lambda: Decimal(".5"), lambda: Decimal("5."), lambda: Decimal("+Inf"), lambda: Decimal("-sNaN007"),
    lambda: Decimal("1e99999999999999999999"), lambda: Decimal("0e99999999999999999999"), lambda: Decimal("1 2"), lambda: Decimal("\u2003" + "7" + "\u2003"), lambda: Decimal("--1"), lambda: Decimal(b"1"), lambda: Decimal(),
]:
    t(f)
print(c)
print(IEEEContext(32), IEEEContext(64), BasicContext, ExtendedContext, DefaultContext, sep="\n")
c.clear_flags()
c.clear_traps()
print(Decimal(1) / 0, Decimal(0) / 0, Decimal("junk"), c)
k = c.copy()
print(k == c, k.flags == c.flags, copy.copy(c), repr(k.__reduce__()[1][:6]))
k.traps[Inexact] = True
k.flags[Clamped] = 1
print(k.traps[Inexact], k.flags, k)
k.flags = {s: s is Rounded for s in k.flags}
print(k)
try:
    k.divide(1, 3)
except Inexact as e:
    print("Inexact", e.args)
k.traps[FloatOperation] = True
setcontext(k)
for f in (lambda: Decimal(1.5), lambda: Decimal("1.5") < 1.5, lambda: Decimal("1.5") == 1.5, lambda: Decimal.from_float(1.5)):
    t(f)
setcontext(DefaultContext)
print(getcontext() is DefaultContext, getcontext())
small = Context(prec=3, Emax=5, Emin=-5, traps=[])
for s in ("1234", "99999", "999999", "1e-7", "1e-9", "0.000012345", "-0", "NaN1234", "1e6", "12345e-12", "0e20"):
    for clamp in (0, 1):
        small.clamp = clamp
        small.clear_flags()
        print(s, clamp, small.create_decimal(s), small)
print(small.Etiny(), small.Etop(), small.radix(), small.to_sci_string(5), small.divmod(7, 2), small.plus(Decimal("1.2345")))
small.capitals = 0
print(small.to_sci_string(Decimal("1E+9")), small.to_eng_string(Decimal("1E+10")))
with localcontext() as k:
    k.prec = 5
    print(Decimal(1) / 3, getcontext() is k)
    with localcontext(prec=2, rounding=ROUND_UP):
        print(Decimal(1) / 3)
    print(Decimal(1) / 3)
print(Decimal(1) / 3)


class Sub(Decimal):
    pass


s = Sub("1.5")
print(type(s), type(s + 1), type(-s), type(Sub.from_float(2.0)), s == Decimal("1.5"), Decimal(s) is s, type(Decimal(s)), type(copy.copy(s)))


def run():
    getcontext().prec = 4
    print(Decimal(1) / 3, getcontext().prec)


contextvars.Context().run(run)
contextvars.copy_context().run(lambda: print(getcontext().prec))
seen = []


def worker(n):
    setcontext(Context(prec=n))
    for i in range(200):
        x = Decimal(1) / 7
        seen.append(len(str(x)) - 2 == n)


threads = [threading.Thread(target=worker, args=(n,)) for n in range(3, 11)]
for th in threads:
    th.start()
for th in threads:
    th.join()
print(len(seen), all(seen), getcontext().prec)
print(sorted(x.__name__ for x in DecimalException.__subclasses__()), DecimalTuple(0, (1,), 2), MAX_PREC, MIN_ETINY, decimal.HAVE_THREADS)
match Decimal(5):
    case Decimal(real=r):
        print(r)
