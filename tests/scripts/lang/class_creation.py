# the class statement: body, namespace, bases, keywords, type()
class A:
    """doc"""
    x = 1
    y = x + 1
    for i in range(3):
        pass
    if True:
        z = "cond"

    def m(self): return __class__

    class Inner:
        v = "inner"
        def q(self): return type(self).__qualname__


print(A.y, A.i, A.z, A().m() is A, A.Inner.__qualname__, A.Inner().q(), A.Inner.__module__)
print([k for k in A.__dict__ if not k.startswith("__")], A.__dict__["x"], type(A.__dict__).__name__)
B = type("B", (A,), {"w": 5, "f": lambda self: self.w})
print(B().f(), B.__name__, B.__bases__, B.__mro__, type(B), B.__module__, B.x)
C = type("C", (), {})
print(C, C.__bases__)
print(type(1), type(type), type(A), type(None), type(...), type(NotImplemented), type(len), type(print), type([].append))


def make(base, **kw):
    class Local(base, **kw):
        name = base.__name__
    return Local


L = make(A)
print(L.__qualname__, L.name, L.__mro__[1].__name__)
x = "global"


class Scope:
    print(x)
    x = "class"
    print(x)
    del x
    print(x)
    global g
    g = "made global"
    locals()["dyn"] = 7
    print(__name__, __qualname__, __module__, "dyn" in locals())


print(g, hasattr(Scope, "x"), hasattr(Scope, "g"), Scope.dyn)
bases = (A,)
kw = {"metaclass": type}


class D(*bases, **kw): pass


print(D.__bases__)
A.new = "added"
print(B.new, D().new)
A.__name__ = "Renamed"
A.__qualname__ = "Re.named"
print(A, A.__name__)
o = A()
o.__class__ = D
print(type(o).__name__, isinstance(o, D))
for bad in ("type('X', (), [])", "type('X', 5, {})", "type(5, (), {})", "type()", "type(1, 2)", "type('X', (1,), {})", "type('X', (A, A), {})", "type('X', (bool,), {})", "type('X', (int, str), {})",
            "type('X', (A, object, B), {})", "type('X', (object, A), {})", "type('X', (type(None),), {})", "type('X', (len,), {})", "type('X\\0', (), {})", "A.__class__ and setattr(o, '__class__', 5)",
            "setattr(A, '__name__', 5)", "delattr(A, '__name__')", "setattr(int, 'x', 1)", "setattr(A(), '__class__', int)", "setattr(A, '__bases__', ())", "setattr(A, '__bases__', 5)", "type('X', (), {}, k=1)", "type('X', (), {'__slots__': 5})", "setattr(A, '__bases__', (A,))", "object(1)", "object.__new__(1)", "object.__new__(int)", "int.__new__(str)", "setattr(A, '__dict__', {})"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(f"{bad}: {type(e).__name__}: {e}")
class E(): v: int = 1; w: str
print(E.v, hasattr(E, "w"), E.__annotations__, E.__firstlineno__, E.__static_attributes__, A.__static_attributes__)
class S:
    def a(self): self.p = self.q = 1; self.r: int = 2; self.s += 1; del self.t; other.u = 1
print(sorted(S.__static_attributes__), S.__doc__, S.__weakref__ if hasattr(S, "__weakref__") and False else "", S.__dict__.get("__doc__", "no"))
