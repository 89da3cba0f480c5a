# type(), isinstance, issubclass, class relations
class A: pass
class B(A): pass
class C: pass


b = B()
print(type(b) is B, type(b) == A, isinstance(b, A), isinstance(b, (C, A)), isinstance(b, (C, (int, (A,)))), isinstance(b, C), isinstance(b, ()), issubclass(B, A), issubclass(A, B), issubclass(B, (C, A)), issubclass(bool, int), issubclass(int, object), issubclass(type, object), isinstance(type, type), isinstance(object, type), isinstance(int, object))
print(isinstance(True, int), isinstance(1, bool), isinstance(1.0, int), isinstance("s", (int, str)), isinstance(None, type(None)), isinstance(1, int | str), issubclass(int, int | str), isinstance([], list | None))
print(type(type(b)), type(5).__mro__, type(b).__name__, b.__class__ is B, B.__base__, B.__bases__, A.__subclasses__(), type(1) == int, type("") is str, type(None)() is None)
b.__class__ = C
print(type(b).__name__, isinstance(b, A))


class Liar:
    @property
    def __class__(self): return int


l = Liar()
print(type(l).__name__, l.__class__, isinstance(l, int), isinstance(l, Liar))


class Meta(type):
    def __instancecheck__(cls, o): return getattr(o, "quacks", False)
    def __subclasscheck__(cls, c): return c.__name__.startswith("Q")


class Duck(metaclass=Meta): pass
class Quack: quacks = True


print(isinstance(Quack(), Duck), isinstance(C(), Duck), issubclass(Quack, Duck), issubclass(C, Duck), isinstance(Duck(), Duck))


class Fake:
    __bases__ = (A,)


print(issubclass(Fake(), A))
for text in ("isinstance(1, 'int')", "isinstance(1, [int])", "isinstance(1, (int, 'x'))", "isinstance('a', (int, 'x'))", "issubclass(1, int)", "issubclass(int, 1)", "isinstance(1, list[int])", "issubclass(int, list[int])", "isinstance()", "isinstance(1)", "isinstance(1, int, 2)", "isinstance(1, None)", "issubclass(C(), A)", "isinstance(1, {int})", "isinstance(1, lambda: 0)", "isinstance(1, int | 'x')", "A() in [A]", "type.__instancecheck__(int, 5)", "type.__subclasscheck__(int, bool)", "int.__subclasshook__(5)", "type(int)('X', (), {})", "isinstance(5, object())"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
def kind(x):
    for t, n in ((bool, "bool"), (int, "int"), ((list, tuple), "seq"), (type, "class"), (type(lambda: 0), "function"), (BaseException, "exc")):
        if isinstance(x, t): return n
    return "?"
print([kind(x) for x in (True, 5, [], (), int, A, kind, len, ValueError(), ValueError, None, "s")])
