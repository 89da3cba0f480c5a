# dataclasses in daily use
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, KW_ONLY, InitVar, is_dataclass, make_dataclass


@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)

    def dist(self): return (self.x ** 2 + self.y ** 2) ** 0.5


p, q = P(3, 4), P(3, 4)
print(p, p == q, p.dist(), p.tags is q.tags, P.__match_args__, [f.name for f in fields(P)])
print(asdict(p), astuple(p), replace(p, x=10), is_dataclass(P), is_dataclass(5))


@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = field(default=0, compare=True)
    note: str = field(default="", compare=False, repr=False)


print(V(1, 2) < V(1, 3), sorted([V(2), V(1, 5)]), V(1) == V(1, 0, "n"), hash(V(1)) == hash(V(1)), {V(1): "k"}[V(1)])
try:
    V(1).major = 5
except FrozenInstanceError as e:
    print(type(e).__name__, e)
try:
    del V(1).major
except AttributeError as e:
    print(e)


@dataclass(slots=True, kw_only=True)
class S:
    a: int
    b: int = 2


s = S(a=1)
print(s, hasattr(s, "__dict__"))


@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 5
    c: InitVar[int] = 7
    d: int = field(init=False, default=9)

    def __post_init__(self, c): self.total = self.a + self.b + c


print(K(1, b=2, c=3).total, K(1))


@dataclass
class Base:
    a: int = 1


@dataclass
class Derived(Base):
    b: int = 2
    a: int = 3


print(Derived(), Derived(b=5), Base() == Derived())


@dataclass(eq=False, repr=False, init=False)
class Bare:
    x: int = 5


b = Bare()
print(b.x, b == Bare(), "Bare object" in repr(b))
for text in ("P()", "P(1, 2, 3, 4)", "P(1, z=1)", "S(1)", "K(1, 2)", "V(1) < 5", "replace(p, nope=1)", "hash(p)", "asdict(5)", "fields(int)", "replace(5)", "P(x=1) < P(x=2)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
for src in ("class X:\n a: int = 1\n b: int", "class X:\n a: list = []", "class X:\n a: int = field(default=1, default_factory=int)", "class X(V):\n z: int = 1", "class X:\n a: dict = {}"):
    try:
        exec("@dataclass\n" + src)
    except Exception as e:
        print(type(e).__name__, e)
D = make_dataclass("D", [("x", int), ("y", int, 5)])
print(D(1), D(1, 2))
@dataclass
class Nest:
    p: P
    l: list[P]
    d: dict[str, P]
print(asdict(Nest(p, [q], {"k": p})), Nest(p, [], {}))
@dataclass
class Rec: me: object = None
r = Rec(); r.me = r; print(r)
