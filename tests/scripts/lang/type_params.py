# type parameters (PEP 695, 696) and the type statement
def ident[T](x: T) -> T:
    return x


def many[A, B: int, C: (int, str), *Ts, **P, D = int](a: A) -> dict[A, B]:
    return A, B


print(ident(5), ident.__type_params__, ident.__annotations__, many.__type_params__, ident[int] if hasattr(ident, "__getitem__") else "not subscriptable")
T = ident.__type_params__[0]
print(T, repr(T), T.__name__, type(T).__name__, T.__bound__, T.__constraints__, T.__infer_variance__, T.__covariant__)
A, B, C, Ts, P, D = many.__type_params__
print(B.__bound__, C.__constraints__, Ts, P, D.__default__, D.has_default(), A.has_default(), type(Ts).__name__, type(P).__name__)


class Box[T]:
    def __init__(self, v: T): self.v = v
    def get(self) -> T: return self.v
    def map[U](self, f) -> "Box[U]": return Box(f(self.v))


print(Box(3).get(), Box[int](4).get(), Box[int], Box.__type_params__, Box.__parameters__, Box[int].__origin__ is Box, Box.__mro__[1].__name__, Box.__orig_bases__)
print(Box(1).map(str).v, Box.map.__type_params__)


class Pair[K, V = str](dict[K, V]):
    pass


print(Pair.__bases__, Pair.__orig_bases__[0], Pair(a=1), Pair[int])
type Alias = int | str
type Gen[X] = list[X] | None
type Rec = dict[str, Rec]
type Lazy = undefined_for_now
print(Alias, type(Alias).__name__, Alias.__value__, Alias.__name__, Gen.__type_params__, Gen[int], Gen[int].__args__, Rec.__value__, Alias.__module__)
try:
    Lazy.__value__
except NameError as e:
    print(e)
undefined_for_now = "now"
print(Lazy.__value__)


def bound_lazy[T: missing_bound](): pass


try:
    bound_lazy.__type_params__[0].__bound__
except NameError as e:
    print(e)


class Scoped[T]:
    v = T
    def m(self): return T
    class Inner[U]:
        def pair(self): return T, U


print(Scoped.v is Scoped.__type_params__[0], Scoped().m() is Scoped.v, Scoped.Inner().pair(), Scoped.m.__qualname__, Scoped.Inner.__qualname__)
print("T" in dir(Scoped), hasattr(Scoped, "T"))
for text in ("Box[int, str]", "Box[()]", "Alias[int]", "Gen[int, str]", "isinstance(1, Alias)", "Alias.__value__ = 5", "Pair[int, str, int]", "T.x", "T()", "class Q[T](Generic[T]): pass", "setattr(T, '__name__', 'x')", "isinstance(1, T)", "issubclass(int, Box[int])"):
    try:
        exec(f"from typing import Generic\nprint({text!r}, {text})" if not text.startswith("class") and " = " not in text else "from typing import Generic\n" + text)
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
for text in ("def f[T, T](): pass", "class C[T, T]: pass", "type X[T, T] = int", "def f[](): pass", "def f[T = int, U](): pass", "def f[*Ts: int](): pass", "def f[**P: int](): pass", "def f[T: (yield)](): pass", "type X = (yield)", "class C[T](x := 5): pass", "type x.y = int", "def f[T](T): return T", "type Y[T: (x := 1)] = T", "class A[T]: nonlocal T", "def f[T](): nonlocal T", "lambda[T]: 0", "def f[T: await x](): pass", "type = 5", "type (x) = int"):
    try:
        compile(text, "s", "exec")
        print(text, "ok")
    except SyntaxError as e:
        print(f"{text}: {e.msg}")
def outer[T](x: T):
    def inner() -> T: return T
    return inner().__name__, [T for _ in "a"][0] is T
print(outer(1), T | int, int | T, list[T][int], T == T, hash(T) == hash(T))
