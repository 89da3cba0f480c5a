# rich comparison methods: reflection, defaults, hashing, total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): print("eq", end=" "); return self.n == o.n if isinstance(o, V) else NotImplemented
    def __lt__(self, o): print("lt", end=" "); return self.n < o.n if isinstance(o, V) else NotImplemented


print(V(1) == V(1), V(1) != V(1), V(1) == 1, 1 == V(1), V(1) < V(2), V(1) > V(2), V(1) != "x")
for text in ("V(1) <= V(2)", "V(1) < 1", "1 > V(1)", "hash(V(1))", "{V(1)}", "sorted([V(1), 2])"):
    try:
        print(text, eval(text))
    except TypeError as e:
        print(text, ":", e)
print([v.n for v in sorted([V(3), V(1), V(2)])], min(V(2), V(1)).n, V(1) in [V(2), V(1)], [V(1)] == [V(1)], (V(1), 2) == (V(1), 2))


class Ops:
    pass


for op in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Ops, f"__{op}__", lambda self, o, op=op: op)
o = Ops()
print(o == 1, o != 1, o < 1, o <= 1, o > 1, o >= 1)
print(1 == o, 1 != o, 1 < o, 1 <= o, 1 > o, 1 >= o)


class Base:
    def __eq__(self, o): return "Base.eq"
    def __lt__(self, o): return "Base.lt"
    def __gt__(self, o): return "Base.gt"
    __hash__ = None


class Sub(Base):
    def __eq__(self, o): return "Sub.eq"
    def __gt__(self, o): return "Sub.gt"


print(Base() == Sub(), Sub() == Base(), Base() < Sub(), Sub() < Base(), Base() != Sub(), Base() != Base())


class Identity: pass


i, j = Identity(), Identity()
print(i == i, i == j, i != i, i != j, {i: 1}.get(j), i in [j], hash(i) == hash(i), i.__eq__(j), i.__ne__(i), i.__lt__(j))


class EqOnly:
    def __eq__(self, o): return True


class EqHash(EqOnly):
    __hash__ = object.__hash__


print(EqOnly.__hash__, EqHash.__hash__ is object.__hash__, EqOnly() == 5, EqOnly() != 5)
import functools


@functools.total_ordering
class T:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n


print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2), max(T(1), T(3)).n)
try:
    @functools.total_ordering
    class Nope: pass
except ValueError as e:
    print(e)


class NonBool:
    def __bool__(self): raise ValueError("not a truth value")


class Arr:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return NonBool()
    def __lt__(self, o): return [x < o for x in self.v]


print((Arr([1, 5]) < 3), type(Arr([1]) == 1).__name__)
for f in (lambda: Arr([1]) in [1], lambda: [Arr([1])] == [Arr([1])], lambda: 1 < Arr([1]) < 2, lambda: bool(Arr([]) == 1), lambda: Arr([1]) != 1):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
a = Arr([1])
print(a in [a], [a].index(a), [a].count(a), [a] == [a], (a,) != (a,))
print([1, 2] < [1, 2, 0], (1, "a") < (2, 3), [[1], 2] > [[0], 9], "B" < "a", b"a" < b"b", {1: 2} == {1: 2.0}, [1] == (1,), 1 == True, float("nan") == float("nan"), None == False, ... == ...)
print((1).__eq__("a"), (1).__lt__(1.5), "a".__lt__(1), [].__eq__(()), object.__eq__(1, 1), object.__eq__(1, 2), object.__lt__(1, 2), type.__eq__(int, int), int.__eq__(1, 1.0))
