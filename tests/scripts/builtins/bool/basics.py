"""bool: truth of every builtin kind, operators, protocol errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class B:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
class Both(L):
    def __bool__(self): return True
for x in (
    None, 0, 1, -1, 0.0, -0.0, 0.1, float("nan"), "", " ", b"", b"\0", [], [0], (), (0,), {}, {0: 0}, set(), {0},
    range(0), range(1), 0j, ..., NotImplementedError, bool, len
):
    print(bool(x), not x, end="; ")
print()
print(bool(), bool(B(True)), bool(B(False)), bool(L(0)), bool(L(3)), bool(Both(0)), bool(object()))
print(
    True & False, True | False, True ^ True, True & 1, True + 1, True == 1, True is (1 == 1), True < 2,
    isinstance(True, int), issubclass(bool, int), bool.__mro__
)
print(
    repr(True), str(False), int(True), float(True), hash(True), format(True), f"{True:>6}", "%s %d" % (True, True),
    ["a", "b"][True], {True: "t", 1: "one", 1.0: "f"}
)
print(
    1 and 2, 0 and 2, 1 or 2, 0 or [], None or "x", not [], not "a", 1 < 2 < 3, 1 < 3 < 2, (1, 2) and {},
    "" or 0 or None
)
import warnings
warnings.simplefilter("ignore")
print(~True, ~False, -True, +True, True // 1, True / 2, True ** 2, True << 3)
fails(bool, B(1))
fails(bool, B(None))
fails(bool, L(-1))
fails(bool, L("a"))
fails(bool, L(1.0))
fails(bool, L(10**30))
fails(bool, 1, 2)
fails(bool, x=1)
fails(lambda: type("Sub", (bool,), {}))
fails(lambda: not B("x"))
fails(lambda: bool.__new__(int))
fails(lambda: True + "a")
try:
    if B(3):
        pass
except TypeError as e:
    print(e)
