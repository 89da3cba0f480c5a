"""UserDict, UserList, UserString and the abstract base classes behind them."""
from collections import UserDict, UserList, UserString

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Lower(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
    def __missing__(self, k): return f"no {k}"
d = Lower({"A": 1}, B=2)
d.update(C=3)
print(
    d, d["a"], d["zz"], d.data, len(d), "a" in d, "A" in d, d.get("q"), d.pop("b"), d.setdefault("E", 5), sorted(d),
    d == {"a": 1, "c": 3, "e": 5}, dict(d), d.copy(), type(d.copy()).__name__, d | {"F": 6}, Lower.fromkeys("XY", 0)
)
class L(UserList):
    def append(self, x): super().append(x * 2)
l = L([1, 2])
l.append(3)
l += [4]
print(
    l, l.data, l[1:], type(l[1:]).__name__, l + [5], [0] + l, l * 2, len(l), 6 in l, l == [1, 2, 6, 4], l.index(6),
    sorted(l), l.pop(), l.copy(), list(reversed(l)), l < [9], l.count(1)
)
class S(UserString):
    def shout(self): return self.upper() + "!"
s = S("text")
print(
    s, repr(s), s.shout(), type(s.upper()).__name__, s + "x", "y" + s, s * 2, s[1:3], len(s), "ex" in s,
    s == "text", hash(s) == hash("text"), s.split("x"), s.find("t", 1), int(S("5")), s.replace("t", "T"), S(5),
    {s: 1}["text"], s < "z", s.encode(), "%s" % s, s.rjust(6)
)
fails(lambda: l[9])
fails(UserDict, 5)
fails(lambda: UserDict()["k"])
fails(lambda: s[9])
fails(lambda: setattr(s, "x", 1) or s.x.y)
fails(UserList, 5)
fails(lambda: s.join([1]))
fails(lambda: l + 5)
