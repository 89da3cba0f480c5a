# repetition, concatenation and comparison of sequences at the limits
print([1] * 0, [1] * -5, "ab" * True, 3 * (1, 2), b"x" * 3, bytearray(b"a") * 2, [[]] * 2, () * 100, "" * 10 ** 12 == "", [] * 10 ** 12, (1,) + (2,), [1] + [2] + [3], "a" + "b" "c")
a = [0] * 3
a[0] = 1
b = [[0] * 2] * 2
b[0][0] = 9
print(a, b, [1, 2] * 2 == [1, 2, 1, 2], (1, 2) + () is not None)
a += a
a *= 2
print(a, len(a))
for text in ("[1] * 10 ** 30", "'a' * 10 ** 30", "(1,) * 2 ** 62", "'ab' * 2 ** 62", "b'abc' * 2 ** 62", "[1] * 1.0", "'a' * None", "[1] * '2'", "(1,) + [2]", "[1] + (2,)", "'a' + 1", "'a' + b'b'", "b'a' + 'b'", "[1] * [2]", "range(3) * 2", "{1} * 2", "{} * 2", "[] + None", "'' + None", "2 ** 62 * [1]", "bytearray(b'ab') * 2 ** 62", "[0] * (1 << 62)"):
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
print([1, 2] < [1, 2, 3], [2] > [1, 9], (1, "a") < (1, "b"), [] < [0], "a" < "aa", b"a" < b"ab", [1] <= [1], (1, 2) >= (1, 2), [[1], 2] < [[1], 3], (1, float("nan")) == (1, float("nan")), [1] != (1,), () == [], "" == b"")
class S(list):
    def __add__(self, o): return "my add"
    def __mul__(self, n): return "my mul"
    def __eq__(self, o): return "my eq"
print(S() + [1], [1] + S(), S() * 2, 2 * S(), S() == [], [] == S(), [1] + S([2]))
class R:
    def __radd__(self, o): return ("radd", o)
    def __rmul__(self, o): return ("rmul", o)
print([1] + R(), "a" + R(), (1,) + R(), [1] * R(), "a" * R(), b"a" + R())
class Idx:
    def __index__(self): return 2
print([1] * Idx(), "a" * Idx(), Idx() * (1,), [1, 2, 3][Idx()], "abc"[:Idx()])
l = [1]
try: l += 5
except TypeError as e: print(e)
l += "ab"; l += {"k": 1}; l += (x for x in [9]); l += range(2)
print(l)
l *= 0
print(l)
t = (1,); u = t; t *= 2; print(t, u, t[:] is t, tuple(t) is t, (1, 2)[0:2] == (1, 2))
