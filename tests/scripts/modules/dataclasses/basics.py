"""dataclasses: fields, defaults, comparison, order, frozen, slots, errors."""
from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, make_dataclass, FrozenInstanceError, KW_ONLY, InitVar, MISSING
from typing import ClassVar

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, repr=False)
    count: ClassVar[int] = 0
p = P(1)
q = P(1, 2)
p.tags.append("t")
print(
    p, p == q, p == (1, 2), P(1) == P(1), q.tags, P.__match_args__, [f.name for f in fields(P)], asdict(p),
    astuple(q), replace(p, y=9), is_dataclass(P), is_dataclass(p), is_dataclass(5), P.__hash__, P.y,
    hasattr(P, "x"), P.__doc__
)
@dataclass(order=True, frozen=True)
class O:
    a: int
    b: str = field(default="z", compare=False)
    def double(self): return self.a * 2
print(
    O(1) < O(2), sorted([O(3), O(1)]), hash(O(1)) == hash(O(1, "other")), O(1) == O(1, "q"), O(2).double(),
    {O(1): "v"}[O(1)]
)
fails(setattr, O(1), "a", 5)
fails(delattr, O(1), "a")
fails(lambda: O(1) < 5)
print(issubclass(FrozenInstanceError, AttributeError))
@dataclass
class Base:
    base: int
    kind: str = "b"
@dataclass
class Child(Base):
    kind: str = "c"
    extra: float = 1.5
    total: int = field(init=False)
    def __post_init__(self): self.total = self.base * 2
print(
    Child(3), Child(3, "k", extra=0.5), Child.__init__.__annotations__ is not None, [f.name for f in fields(Child)]
)
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 5
    c: int
print(K(1, c=3), K(a=1, b=2, c=3))
fails(K, 1, 2, 3)
fails(K, 1)
@dataclass
class IV:
    n: int
    scale: InitVar[int] = 10
    def __post_init__(self, scale): self.n *= scale
print(IV(2), IV(2, 3), IV.scale)
@dataclass(slots=True, kw_only=True)
class S:
    x: int
    y: int = 0
s = S(x=1)
print(s, S.__slots__, hasattr(s, "__dict__"))
fails(setattr, s, "z", 1)
fails(S, 1)
fails(P)
fails(P, 1, 2, [], 4)
fails(P, x=1, z=2)
fails(asdict, 5)
fails(fields, 5)
fails(replace, 5)
fails(replace, p, nope=1)
fails(replace, Child(1), total=5)
@dataclass(eq=False, repr=False)
class Plain: v: int = 0
print(Plain() == Plain(), repr(Plain()).startswith("<"), hash(Plain()) is not None)
@dataclass(unsafe_hash=True)
class H: v: int = 1
print(hash(H()) == hash(H(1)))
M = make_dataclass(
    "M", ["a", ("b", int), ("c", list, field(default_factory=list))], bases=(),
    namespace={"sum": lambda self: self.b}
)
print(M(1, 2), M(1, 2).sum(), P(x=1).__eq__(5))
def mut():
    @dataclass
    class Bad: l: list = []
fails(mut)
def order():
    @dataclass
    class Bad:
        a: int = 1
        b: int
fails(order)
def frz():
    @dataclass
    class Bad(O): pass
fails(frz)
fails(lambda: field(default=1, default_factory=list))
fails(lambda: dataclass(5))
fails(lambda: make_dataclass("B", ["1x"]))
fails(lambda: make_dataclass("B", ["a", "a"]))
@dataclass
class Rec:
    me: "Rec" = None
r = Rec()
r.me = r
print(
    r, asdict(Rec(Rec())), fields(P)[1].default, fields(P)[0].default is MISSING, fields(P)[0].type,
    field(metadata={"k": 1}).metadata
)
match p:
    case P(x, y=2): print("matched", x)
import copy
print(copy.replace(q, x=8), copy.deepcopy(p) == p)
