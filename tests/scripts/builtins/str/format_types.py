"""__format__ of every builtin type, of subclasses and of own classes; nested specifications."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

values = [
    0, -7, 3.14159, True, "text", b"bytes", None, [1, 2], (1,), {"k": 1}, {1}, 1 + 2j, range(2), 10**20,
    float("inf")
]
for v in values:
    row = []
    for spec in ("", "10", "<10", ">10", "^10", "*^10", "d", ".2f", "s", "+", ",", "x", "e", "%"):
        try:
            row.append(format(v, spec))
        except (TypeError, ValueError) as e:
            row.append(type(e).__name__[0])
    print(row)
class Temp:
    def __init__(self, c): self.c = c
    def __format__(self, spec):
        if spec.endswith("F"): return format(self.c * 9 / 5 + 32, spec[:-1] or ".1f") + "F"
        return format(self.c, spec or ".1f") + "C"
t = Temp(21.5)
print(f"{t} {t:F} {t:.3fF} {t:>8.2f}", "{:F} {}".format(t, t), format(t), "%s" % isinstance(t, Temp))
class S(str):
    def __format__(self, spec): return f"S<{spec}>"
class I(int): pass
class Plain: pass
print(
    f"{S('x'):5} {S('x')!s:5}|{I(5):03d}", format(S("q"), "z"), f"{'a':{'>'}{5}}", f"{3.14159:{'.2' + 'f'}}",
    f"{'x':{'*'}^{3 + 4}}", "{:{}}{:{w}}".format("a", 3, "b", w=4)
)
for v, spec in (
    (Plain(), "5"), (object(), "x"), ([], "<3"), (None, "5"), (1, "s"), ("a", "d"), (1.5, "d"), (1, ".2d"),
    (1, "zz"), ("a", "+"), ("a", ","), (1, "c,"), (10**10, "c"), (1.5, "c"), (1j, "%"), (True, "q"), (b"", "5"),
    (1, "5 "), ("a", "=5"), (1, ",_")
):
    fails(format, v, spec)
class Bad:
    def __format__(self, spec): return 5
fails(format, Bad())
fails(lambda: f"{Bad()}")
fails("{}".format, Bad())
import datetime
print(f"{datetime.date(2024, 2, 29):%d.%m.%Y}", format(datetime.time(1, 2), "%H-%M"))
