# comparisons and chains of them
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2, 1 == 1 != 2, 1 < 2 > 1)
print(1 == 1.0 == True, 0 < 0.5 < 1, "a" < "b" < "c")


def v(x):
    print(f"<{x}>", end="")
    return x


print(v(1) < v(2) < v(3))
print(v(3) < v(2) < v(1))
print(v(1) < v(5) > v(2) == v(2))
a0 = ()
print(None is None, None == None, [] is [], [] == [], a0 is not None)
a = [1]
print(a is a, a is not a, 1 in a, 1 not in a, not 1 in a, 1 in a in [a])
print("a" in "abc" == True, (1, 2) < (1, 3), [1, 2] <= [1, 2], [] < [0])
print({1} < {1, 2}, {1} <= {1}, {1} < {2}, {2} > {1}, {1, 2} > {1})
print(1 == "1", 1 != "1", None == 0, [] == (), "" == b"", 1j == 1j, 1 == 1 + 0j)


class C:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return ("lt", self.n, getattr(other, "n", other))

    def __eq__(self, other):
        return "eq"


print(C(1) < C(2), C(1) > C(2), C(1) < 5, 5 > C(1), C(1) == 1, 1 == C(1), C(1) != 1)
print(C(1) < C(2) < C(3))
for bad in ("1 < 'a'", "None < 1", "[] < {}", "1j < 2j", "1 < None", "{} < {}", "object() < object()", "C(1) <= 2", "2 >= C(1)",
            "(1, 'a') < (1, 2)", "1 in 2", "1 < 2 < 'x'", "max(1, 'a')", "sorted([None, 1])", "min([])", "max()", "int < str"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)


class Weird:
    def __eq__(self, o):
        raise ValueError("no eq")

    def __contains__(self, x):
        return x

    __hash__ = None


w = Weird()
print(w in [w], "" in w, 5 in w)
try:
    w in [1]
except ValueError as e:
    print(e)
try:
    hash(w)
except TypeError as e:
    print(e)
