# __init_subclass__ and __set_name__ and __class_getitem__
class Base:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kw):
        print("sub", cls.__name__, tag, kw)
        super().__init_subclass__(**kw)
        cls.registry.append(cls.__name__)
        cls.tag = tag


class A(Base, tag="x"): pass
class B(A): pass
class C(B, tag=[1]): v = 1


print(Base.registry, A.tag, B.tag, C.tag)
try:
    class D(Base, tag=1, other=2): pass
except TypeError as e:
    print(e)
try:
    class E(x=1): pass
except TypeError as e:
    print(e)


class Named:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, obj, cls):
        return f"{self.name} of {cls.__name__}"


n = Named()


class F:
    a = Named()
    b = c = n


print(F.a, F.b, F().c)
F.later = Named()
try:
    F.later
except AttributeError as e:
    print(e)


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("bad name")


try:
    class G:
        attr = BadName()
except ValueError as e:
    print(repr(e), e.__notes__)


class Order:
    def __set_name__(self, owner, name):
        print("1 set_name", name, "registry" in dir(owner))


class H(Base):
    o = Order()


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class SubG(Generic): pass


print(Generic[int], SubG[1, 2], SubG["x"])
try:
    Generic()[1]
except TypeError as e:
    print(e)
try:
    F[int]
except TypeError as e:
    print(e)
print(list[int], dict[str, list[int]], tuple[int, ...], type[int], set[str] | None, int | str | None, list[int] == list[int], list[int].__origin__, list[int].__args__, list[int]([1, "a"]))
try:
    int[str]
except TypeError as e:
    print(e)
print(isinstance([1], list), isinstance(5, int | str), issubclass(bool, int | None), isinstance(None, int | None))
for bad in ("isinstance([], list[int])", "issubclass(list, list[int])", "isinstance(1, (int | list[int]))", "isinstance(1, 5)", "issubclass(5, int)", "isinstance(1, (int, 5))", "isinstance('a', (int, 5))", "issubclass(int, 'x')", "int | 5", "list[int]()[0]", "Base.__init_subclass__(1)", "list[int].x"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(f"{bad}: {type(e).__name__}: {e}")


class I(Base):
    def __init_subclass__(cls): print("not called on itself", cls.__name__)


class J(I): pass


print(type(Base.__dict__["__init_subclass__"]).__name__, Base.registry)
