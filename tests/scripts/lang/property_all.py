# property: getter, setter, deleter, inheritance, messages
class Circle:
    def __init__(self, r): self._r = r

    @property
    def r(self):
        """The radius."""
        return self._r

    @r.setter
    def r(self, v):
        if v < 0:
            raise ValueError("negative")
        self._r = v

    @r.deleter
    def r(self):
        print("deleting")
        del self._r

    @property
    def area(self): return 3 * self._r ** 2

    def _set(self, v): self.w = v
    only_set = property(None, _set)
    full = property(lambda s: s._r, lambda s, v: setattr(s, "_r", v), doc="explicit")
    empty = property()


c = Circle(2)
print(c.r, c.area, Circle.r.__doc__, Circle.full.__doc__, type(Circle.r).__name__, Circle.r.fget.__name__, Circle.area.fset, Circle.r.__name__)
c.r = 5
c.r += 1
print(c.r, c.area, c.full)
c.full = 9
print(c._r)
c.only_set = 3
print(c.w)
del c.r
for f in (lambda: c.r, lambda: setattr(c, "area", 1), lambda: delattr(c, "area"), lambda: c.only_set, lambda: setattr(c, "r", -1), lambda: c.empty, lambda: setattr(c, "empty", 1), lambda: delattr(c, "empty"), lambda: delattr(c, "full"),
          lambda: Circle.r.__get__(5), lambda: Circle.r.fget(5), lambda: property(1).__get__(2), lambda: setattr(Circle.r, "fget", 1), lambda: property(1, 2, 3, 4, 5), lambda: Circle.nothing):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Sub(Circle):
    @Circle.r.getter
    def r(self): return "sub " + str(self._r)

    @property
    def area(self): return super().area + 1


s = Sub(1)
s.r = 4
print(s.r, s.area, Circle.r is Sub.r)
Circle.r = property(lambda self: "new")
print(Circle(1).r)
s.__dict__["area"] = "hidden"
print(s.area)


class Lazy:
    @property
    def value(self):
        print("computing", end=" ")
        return 42

    def __getattr__(self, n): return "fallback " + n

    @property
    def broken(self): raise AttributeError("inner problem")

    @property
    def broken2(self): return self.missing_thing.x


print(Lazy().value, Lazy().broken, Lazy().other)
try:
    Lazy().broken2
except AttributeError as e:
    print(e)


class ClsProp(type):
    @property
    def cp(cls): return "class property " + cls.__name__


class K(metaclass=ClsProp): pass


print(K.cp)
try:
    K().cp
except AttributeError as e:
    print(e)
try:
    K.cp = 1
except AttributeError as e:
    print(e)
import functools
class Cached:
    @functools.cached_property
    def v(self):
        print("once", end=" ")
        return [1]
k = Cached()
print(k.v, k.v is k.v, k.__dict__)
del k.v
print(k.v)
class P(property):
    """doc of P"""
class UsesP:
    @P
    def x(self): return 1
print(UsesP().x, type(UsesP.x).__name__)
