# metaclasses: __new__, __init__, __prepare__, __call__, conflicts, attributes
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return {"prepared": 1}

    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)

    def __call__(cls, *a, **k):
        print("call", cls.__name__, a, k)
        return super().__call__(*a, **k)

    def meta_method(cls):
        return "meta " + cls.__name__

    @property
    def meta_prop(cls):
        return "prop " + cls.__name__

    def __getattr__(cls, name):
        if name.startswith("dyn_"):
            return name.upper()
        raise AttributeError(f"no {name}")

    def __repr__(cls):
        return f"<{cls.__name__}!>"

    def __len__(cls):
        return 7

    def __getitem__(cls, k):
        return (cls, k)

    def __iter__(cls):
        return iter("abc")

    def __contains__(cls, x):
        return x == "in"

    def __instancecheck__(cls, o):
        return o == "instance" or type.__instancecheck__(cls, o)

    def __subclasscheck__(cls, c):
        return c is int or type.__subclasscheck__(cls, c)

    def __add__(cls, o):
        return "added"

    def __eq__(cls, o):
        return o == "eq" or cls is o

    __hash__ = type.__hash__


class A(metaclass=Meta, opt=1):
    def f(self): return "f"


class B(A, flag=True):
    v = 2


print(type(A).__name__, type(B) is Meta, A.prepared, B().f(), A(), )
print(B.meta_method(), B.meta_prop, A.dyn_x, repr(A), len(A), A[3], list(A), "in" in A, isinstance("instance", A), issubclass(int, A), A + 1, A == "eq")
for text in ("A.zzz", "A().meta_method()", "A().meta_prop", "A() + 1", "len(A())"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, type(e).__name__, e)


class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass


try:
    class Z(X, Y): pass
except TypeError as e:
    print(e)


class M3(M1, M2): pass


class Z(X, Y, metaclass=M3): pass


print(type(Z).__name__)


def func_meta(name, bases, ns, **kw):
    print("function meta", name, bases, kw)
    return (name, len(ns) > 0)


class F(metaclass=func_meta, k=1): a = 1


print(F)
class FromDict(type):
    def __prepare__(name, bases): return 5
try:
    class W(metaclass=FromDict): pass
except TypeError as e: print(e)
class Track(dict):
    def __setitem__(self, k, v):
        if not k.startswith("__"): print("define", k)
        super().__setitem__(k, v)
class TM(type):
    __prepare__ = classmethod(lambda m, n, b: Track())
class T(metaclass=TM):
    a = 1
    def b(self): pass
    a = 2
print(T.a, type(T.__dict__).__name__)
try:
    class K(flag=1): pass
except TypeError as e: print(e)
try:
    class K(metaclass=5): pass
except TypeError as e: print(e)
class Data(type):
    @property
    def x(cls): return "from meta"
class HasX(metaclass=Data): x = "own"
print(HasX.x, HasX().x, type.__call__(HasX).x, type(type(HasX)))
import types
print(types.new_class("N", (A,), {"opt": 5}, lambda ns: ns.update(q=1)).q, types.prepare_class("P", (), {})[0])
