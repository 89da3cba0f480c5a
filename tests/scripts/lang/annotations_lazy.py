# lazily evaluated annotations (PEP 649/749)
def f(a: undefined_name, b: int = 1, *args: "str", c: list[int], **kw: dict) -> None: pass


try:
    f.__annotations__
except NameError as e:
    print(e)
undefined_name = float
print(f.__annotations__)
print(f.__annotations__ is f.__annotations__, f.__annotate__(1) == f.__annotations__)


class Node:
    next: Node | None
    value: int = 0
    late: Later

    def m(self, other: Node) -> Node: pass


class Later: pass


print(Node.__annotations__, Node.m.__annotations__, Node.__annotate__(1)["late"].__name__)
x: int = 5
y: str
if x > 10:
    skipped: bytes
for i in range(2):
    looped: list
print(__annotations__ if "__annotations__" in globals() else "none yet", "y" in globals(), __annotate__(1))


def local():
    a: print("not evaluated") = 1
    b: undefined_thing
    return a, "b" in locals()


print(local())


class Side:
    v: print("evaluated lazily") or int


print("before")
print(Side.__annotations__)
print(Side.__annotations__)
d = {}
o = type("O", (), {})()
d["k"]: int = 1
o.attr: str = "s"
(p): int = 3
print(d, o.attr, p, "p" in __annotate__(1))
try:
    undefined_obj.attr: int
except NameError as e:
    print(e)


def plain(): pass


print(plain.__annotations__, plain.__annotate__)
plain.__annotations__["new"] = 5
print(plain.__annotations__)
plain.__annotations__ = {"z": 1}
print(plain.__annotations__, plain.__annotate__)
plain.__annotate__ = lambda fmt: {"fmt": fmt}
print(plain.__annotations__)
for bad in (5, "x"):
    try:
        plain.__annotations__ = bad
    except TypeError as e:
        print(e)
    try:
        plain.__annotate__ = bad
    except TypeError as e:
        print(e)
try:
    f.__annotate__(99)
except NotImplementedError as e:
    print("NotImplementedError", e)


def outer(T):
    def inner(a: T, b: [T for _ in "ab"]) -> (lambda: T): pass
    return inner


ann = outer(int).__annotations__
print(ann["a"], ann["b"], ann["return"]())


class Base: a: int
class Derived(Base): pass
class Shadow:
    int = str
    v: int


print(Derived.__annotations__, Base.__annotations__, Shadow.__annotations__)
class Cond:
    if True: yes: int
    else: no: int
print(Cond.__annotations__)
def deco(fn): print("decorated", fn.__name__); return fn
@deco
def ann_default(a: (lambda: int)() = 1) -> "ret": pass
print("w" in globals())
print(type(ann_default.__annotate__).__name__)
