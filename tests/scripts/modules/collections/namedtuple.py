"""collections.namedtuple: fields, defaults, replace, errors."""
from collections import namedtuple

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

P = namedtuple("P", "x y")
p = P(1, y=2)
print(
    p, p.x, p[1], p == (1, 2), P._fields, p._asdict(), p._replace(x=5), P._make([7, 8]), *p, len(p),
    hash(p) == hash((1, 2)), P.__doc__, P.x.__doc__, P.__name__, P.__mro__[1].__name__, isinstance(p, tuple),
    p < P(1, 3)
)
Q = namedtuple("Q", ["a", "b", "c"], defaults=[5, 6])
print(Q(1), Q._field_defaults, Q(1, c=0), Q.__new__.__defaults__)
R = namedtuple("R", "a, def a 1x _y", rename=True)
print(R._fields)
a, b = p
print(
    a, b, P(*"ab"), P(**{"x": 1, "y": 2}), namedtuple("E", "")(), namedtuple("M", "q", module="mod").__module__,
    P.__match_args__, p.__getnewargs__()
)
class S(namedtuple("S", "n")):
    __slots__ = ()
    @property
    def double(self): return self.n * 2
    def __str__(self): return f"S is {self.n}"
print(
    S(4).double, S(4), repr(S(4)), S(4)._replace(n=1).double, p + (3,), p[::-1], p.index(2), p.count(1),
    max(P(1, 2), P(0, 9))
)
import copy
print(copy.copy(p), copy.deepcopy(P([1], 2)), copy.replace(p, y=0))
fails(P, 1)
fails(P, 1, 2, 3)
fails(P, 1, z=2)
fails(lambda: p.z)
fails(setattr, p, "x", 1)
fails(setattr, p, "z", 1)
fails(p._replace, z=1)
fails(P._make, [1])
fails(P._make, 5)
for spec in ("a a", "def", "_x", "1a", "a-b", 5): fails(namedtuple, "T", spec)
fails(namedtuple, "def", "a")
fails(namedtuple, "1T", "a")
fails(namedtuple, "T", "a", defaults=[1, 2])
fails(namedtuple)
