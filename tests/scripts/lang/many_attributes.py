# Objects with more attributes than there is room for in them: methods, what hides them, and changes of the class.
import threading


class Thing:
    def name(self):
        return "of the class"

    def both(self):
        return self.name(), self.a0

    @staticmethod
    def static():
        return "static"

    @classmethod
    def of_class(cls):
        return cls.__name__


class Other(Thing):
    def name(self):
        return "of the subclass"


def ask(x):
    return x.name(), x.both(), x.static(), x.of_class()


def full(cls, n=100):
    x = cls()
    for i in range(n):
        setattr(x, f"a{i}", i)
    return x


few, many, other = Thing(), full(Thing), full(Other)
few.a0 = "few"
for _ in range(40):
    found = [ask(x) for x in (few, many, other)]
for line in found:
    print(line)

print("hidden by an attribute")
hidden = many.__class__.name
many.name = lambda: "of the object"
print(ask(many), ask(few)[0], ask(other)[0])
many.__dict__["static"] = lambda: "hidden as well"
print(ask(many))
del many.name, many.static
print(ask(many))
vars(many)["name"] = lambda: "by the dict"
print(ask(many)[0])
vars(many).clear()
many.a0 = "again"
print(ask(many))

print("changes of the class")
Thing.name = lambda self: "new"
print([ask(x)[0] for x in (few, many, other)])
del Other.name
print([ask(x)[0] for x in (few, many, other)])
Thing.name = property(lambda self: lambda: "a property")
print([ask(x)[0] for x in (few, many, other)])
del Thing.name
for x in few, many, other:
    try:
        ask(x)
    except AttributeError as e:
        print(e)
Thing.name = hidden
print([ask(x)[0] for x in (few, many, other)])
many.__class__ = Other
Other.name = lambda self: "of another class"
print(ask(many)[0], ask(other)[0], ask(few)[0])

print("threads")
shared, stop, seen = full(Thing), threading.Event(), set()


def reader():
    while not stop.is_set():
        seen.add(shared.name())


def writer():
    for _ in range(3000):
        shared.name = lambda: "hidden"
        del shared.name
    stop.set()


threads = [threading.Thread(target=f) for f in (reader, reader, writer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(seen <= {"hidden", "of the class"})
