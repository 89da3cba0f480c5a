# match: sequence patterns
from collections import deque, namedtuple


def f(x):
    match x:
        case []:
            return "empty"
        case [1]:
            return "just one"
        case [a]:
            return f"single {a}"
        case [1, 2, *rest]:
            return f"1 2 then {rest}"
        case [first, *_, last] if first == last:
            return f"same ends {first}"
        case (a, (b, c)):
            return f"nested {a} {b} {c}"
        case [a, [b, *c], *d]:
            return f"deep {a} {b} {c} {d}"
        case [*init, 0]:
            return f"ends in zero {init}"
        case [str() as s, int(i) | float(i)]:
            return f"str num {s} {i}"
        case [_, _, _]:
            return "three"
        case [*_]:
            return "any sequence"
    return "no sequence"


P = namedtuple("P", "x y")
for v in ([], (), [1], [5], (1, 2), [1, 2, 3, 4], [7, 8, 7], (1, (2, 3)), [1, [2, 3, 4], 5, 6], [3, 4, 0], ["a", 1.5], [1, 9, 8], [4, 5, 6, 7], range(3), deque([1, 2, 3]), P(1, 2), "abc", b"ab", bytearray(b"a"), {1, 2}, {"k": 1}, iter([1]), 5, None, (x for x in "a"), memoryview(b"ab")):
    print(repr(v) if not hasattr(v, "__next__") and not isinstance(v, memoryview) else type(v).__name__, "->", f(v))


class Seq:
    def __len__(self): return 2
    def __getitem__(self, i): return "xy"[i]


print(f(Seq()))
from collections.abc import Sequence


class Real(Sequence):
    def __init__(self, *v): self.v = v
    def __len__(self): print("len", end=" "); return len(self.v)
    def __getitem__(self, i): print("get", i, end=" "); return self.v[i]


match Real(1, 2, 3, 4):
    case [a, *m, b]:
        print(a, m, b)
match Real(1, 2):
    case [_, _]:
        print("wild cards read nothing")
match Real(1, 2, 3):
    case [*_]:
        print("star only")
match Real(1, 2, 3):
    case [_, *_, z]:
        print(z)


class ListSub(list): pass
class StrSub(str): pass


print(f(ListSub([1])), f(StrSub("a")), f([[1, 2], [3]]))
match [1, [2, [3, [4]]]]:
    case [a, [b, [c, [d]]]]:
        print(a, b, c, d)
match [[1, 2], [3, 4]]:
    case [[a, b], [c, d]]:
        print(a + d, b * c)
match 1, 2, 3:
    case 1, *others:
        print(others)
match [1, 2, 3]:
    case [x, y]:
        pass
    case [x, y, 4]:
        print("no")
print("x" in globals(), "y" in globals())
match ():
    case ():
        print("empty tuple pattern")
match (1,):
    case (x,):
        print(x)
match [None, True, 1.0]:
    case [None, True, 1]: print("literals inside")
def fib(n):
    match n:
        case 0 | 1: return n
        case _: return fib(n - 1) + fib(n - 2)
print(fib(12))
def evaluate(e):
    match e:
        case ["+", *args]: return sum(map(evaluate, args))
        case ["*", a, b]: return evaluate(a) * evaluate(b)
        case ["-", a]: return -evaluate(a)
        case int() | float(): return e
        case _: raise ValueError(f"bad {e!r}")
print(evaluate(["+", 1, ["*", 2, 3], ["-", 4]]))
try: evaluate(["/", 1])
except ValueError as e: print(e)
