"""Class attributes, methods and properties are replaced while other threads use them."""
from _crowd import crowd


class Base:
    pair = (0, 0)
    common = 1

    def method(self):
        return "base"


class Derived(Base):
    @property
    def prop(self):
        return "first"


one = Derived()


def rewrite(index, turns):
    for n in turns():
        Base.pair = (n, n)
        if n & 1:
            Base.method = lambda self: "new"
            Derived.prop = property(lambda self: "second")
        else:
            Base.method = lambda self, *a: "base"
            Derived.prop = "third"
        setattr(Derived, f"extra{n % 10}", n)
        if n % 7 == 0 and "common" in Base.__dict__:
            Derived.common = 2


def use(index, turns):
    seen = set()
    for n in turns():
        a, b = one.pair
        assert a == b
        seen.add(one.method())
        seen.add(Derived().prop)
        assert one.common in (1, 2) and isinstance(one, Base) and hasattr(Derived, "method")
    return seen


seen = set()
for result in crowd(rewrite, use, use, use):
    seen |= result or set()
assert seen <= {"base", "new", "first", "second", "third"}, seen
print("ok class_attribute", Derived.common)
