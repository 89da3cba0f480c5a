"""typing: aliases, generics, protocols, TypedDict, NamedTuple, hints, type parameters."""
import typing
from typing import *

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    Any, Optional[int], Union[int, str], Union[int, None], List[int], Dict[str, int], Callable[[int], str],
    Callable[..., int], Tuple[int, ...], Type[int], Literal[1, "a"], ClassVar[int], Final[int],
    Annotated[int, "meta"], Iterable[int], TypeVar("T"), NoReturn, Self, Never
)
print(
    get_origin(List[int]), get_args(Dict[str, int]), get_origin(int), get_args(Callable[[int], str]),
    get_origin(Union[int, str]), get_args(Literal[1, 2]), Optional[Optional[int]], Union[int], Union[int, int],
    List[int] == List[int], hash(List[int]) == hash(List[int]), get_origin(Annotated[int, 1]), list[int].__origin__,
    Annotated[int, 1].__metadata__
)
def f(a: int, b: "str" = "x", *c: float, d: Optional[int] = None) -> List[int]: pass
print(get_type_hints(f), f.__annotations__["b"], cast(int, "x"), no_type_check(f) is f, overload(f) is not None)
class N(NamedTuple):
    x: int
    y: str = "d"
    def m(self): return self.x
class D(TypedDict, total=False):
    a: Required[int]
    b: str
print(
    N(1), N(1).m(), N._field_defaults, D(a=1), D.__required_keys__, sorted(D.__optional_keys__), D.__total__,
    type(D()).__name__
)
@runtime_checkable
class Sized2(Protocol):
    def __len__(self) -> int: ...
class Attr(Protocol):
    name: str
print(isinstance([], Sized2), isinstance(5, Sized2), issubclass(list, Sized2))
fails(isinstance, 5, Attr)
fails(Attr)
fails(lambda: isinstance([], List[int]))
fails(lambda: Union[5])
fails(lambda: Optional[int, str])
fails(lambda: List[int, str])
fails(lambda: int[str])
fails(Any)
fails(lambda: Literal[()] and Union)
fails(TypeVar, "T", int)
fails(lambda: Callable[int])
fails(lambda: type("X", (Any.__class__,), {}) and Final[int, int])
fails(NewType)
T = TypeVar("T")
class G(Generic[T]):
    def __init__(self, v: T): self.v = v
print(
    G[int](5).v, G[int], G.__parameters__, G[int].__args__,
    G[int].__orig_class__ if hasattr(G[int], "__orig_class__") else "none", G[int](1).__orig_class__
)
fails(lambda: G[int, str])
fails(lambda: type("B", (Generic,), {}))
UserId = NewType("UserId", int)
print(UserId(5), UserId.__name__, UserId)
class Box[V]:
    def get(self, v: V) -> V: return v
def first[U: int, *Ts, **Ps](x: U) -> U: return x
type Alias[W] = list[W] | None
print(
    Box.__type_params__, Box[int]().get(3), first.__type_params__, first(2), Alias, Alias[int], Alias.__value__,
    Alias.__type_params__, Box.__orig_bases__, first.__type_params__[0].__bound__, typing.TYPE_CHECKING
)
assert_type(5, int)
print(is_typeddict(D), get_protocol_members(Sized2), reveal_type.__name__)
fails(assert_never, 5)
print(
    ForwardRef("int"), TypeVar("B", bound=int).__bound__, TypeVar("C", int, str).__constraints__, ParamSpec("P"),
    TypeVarTuple("Ts"), Unpack[tuple[int]], Concatenate[int, ...]
)
