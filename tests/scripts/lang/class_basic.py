# classes: attributes, methods, inheritance, str and repr
class Animal:
    """A base."""
    kind = "animal"
    count = 0

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return "..."

    def intro(self):
        return f"{self.name} says {self.speak()}"

    def __str__(self):
        return f"<{self.name}>"


class Dog(Animal):
    kind = "dog"

    def speak(self):
        return "Woof"


class Puppy(Dog):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age

    def speak(self):
        return super().speak().lower()

    def __repr__(self):
        return f"Puppy({self.name!r}, {self.age})"


a, d, p = Animal("Gen"), Dog("Rex"), Puppy("Bit", 1)
for x in (a, d, p):
    print(x, x.intro(), x.kind, type(x).__name__)
print(repr(p), [p], f"{p} {p!r}")
print(Animal.count, Dog.count, isinstance(p, Animal), isinstance(a, Dog), issubclass(Puppy, Dog))
print(p.__dict__, Animal.__doc__, Dog.__doc__, Puppy.__bases__, Puppy.__mro__)
d.kind = "own"
print(d.kind, Dog.kind, Dog("x").kind)
del d.kind
print(d.kind)
a.new = 5
print(hasattr(a, "new"), hasattr(d, "new"), getattr(d, "new", "default"))
setattr(d, "new", 6); print(d.new); delattr(d, "new"); print(hasattr(d, "new"))
print(Animal.speak(d), Dog.speak(d), Dog.speak, type(d.speak).__name__)
m = p.speak
print(m(), m.__self__ is p, m.__func__ is Puppy.speak, m == p.speak)


class Empty: pass


e = Empty()
e.x = 1
print(e.x, type(e), Empty, Empty.__name__, Empty.__module__, vars(e))
for bad in ("a.missing", "Animal.missing", "Dog()", "Dog(1, 2)", "Puppy('x')", "a.speak(1)", "Animal.speak()", "e.x.y", "Empty(1)", "a()", "del_attr()"):
    def del_attr():
        del a.nope
    try:
        print(eval(bad))
    except Exception as err:
        print(bad, "->", type(err).__name__ + ":", err)
