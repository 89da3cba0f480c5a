# descriptors: data and non-data, precedence, on classes and instances
class Data:
    def __init__(self, tag): self.tag = tag
    def __get__(self, obj, cls=None):
        return (self.tag, obj is not None, cls.__name__)
    def __set__(self, obj, v):
        print("set", self.tag, v)
        obj.__dict__[self.tag + "_stored"] = v
    def __delete__(self, obj):
        print("delete", self.tag)


class NonData:
    def __get__(self, obj, cls): return ("nondata", obj is not None)


class SetOnly:
    def __set__(self, obj, v): obj.__dict__["so"] = ("set", v)


class A:
    d = Data("d")
    n = NonData()
    so = SetOnly()
    plain = "class plain"


a = A()
print(a.d, A.d, a.n, A.n, a.plain)
a.d = 5
a.n = "instance n"
a.__dict__["d"] = "hidden"
print(a.d, a.n, a.__dict__)
del a.d
del a.n
print(a.n)
a.so = 1
print(a.so)
a.plain = "own"
print(a.plain, A.plain)
A.d = "replaced"
print(A.d, a.d, type(A.__dict__["n"]).__name__)
try:
    del a.so
except AttributeError as e:
    print(e)


class GetOnlyErr:
    def __get__(self, obj, cls): raise AttributeError("inside get")


class WithGetattr:
    g = GetOnlyErr()
    def __getattr__(self, name): return f"getattr({name})"


print(WithGetattr().g)
try:
    WithGetattr.g
except AttributeError as e:
    print(e)


class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, cls):
        if obj is None:
            return self
        return getattr(obj, self.name)
    def __set__(self, obj, v):
        if not isinstance(v, self.kind):
            raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}")
        setattr(obj, self.name, v)


class Point:
    x, y = Typed(int), Typed(int)
    def __init__(self, x, y): self.x, self.y = x, y


p = Point(1, 2)
print(p.x, p.y, vars(p), type(Point.x).__name__)
try:
    p.x = "s"
except TypeError as e:
    print(e)


def func(self, *a): return (type(self).__name__, a)


print(func.__get__(5)(1), func.__get__(None, int) is func, func.__get__("s", str)(2), type(func.__get__(5)).__name__)
A.bound = func
a.f2 = func
print(a.bound(1), a.f2("explicit", 1)[0], A.bound("x"))
A.cm = classmethod(func)
A.sm = staticmethod(func)
print(a.cm(1), A.cm(), a.sm(1), A.sm("y", 2), classmethod(func).__get__(None, int)(3), staticmethod(func).__get__(1)("z"), staticmethod(func)("direct"), classmethod(func).__func__ is func)
class Callable:
    def __call__(self, *a): return a
A.c = Callable()
print(a.c(1), a.c())
class Inst:
    def __init__(self): self.d = Data("inst")
print(type(Inst().d).__name__)
class Meta(type):
    md = Data("md"); mn = NonData()
class K(metaclass=Meta):
    md = "class md"; mn = "class mn"
print(K.md, K.mn, K().md)
for o in (int.__add__, "".join, str.join, int.real, property, [].__len__, int.numerator):
    print(type(o).__name__, end=" ")
print()
for bad in ("func.__get__()", "Data.__get__(1)", "int.real.__get__()", "int.real.__get__('s')", "int.real.__set__(5, 1)", "str.join.__get__(5)", "classmethod()", "staticmethod(1)(2)", "setattr(5, 'real', 1)", "classmethod(5).__get__(None, int)()"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(f"{bad}: {type(e).__name__}: {e}")
