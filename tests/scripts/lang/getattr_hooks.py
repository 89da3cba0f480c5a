# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__, getattr/hasattr
class Proxy:
    def __init__(self, target): object.__setattr__(self, "_t", target)
    def __getattr__(self, n):
        print("getattr", n)
        return getattr(self._t, n)
    def __setattr__(self, n, v):
        print("setattr", n, v)
        setattr(self._t, n, v)
    def __delattr__(self, n):
        print("delattr", n)
        delattr(self._t, n)
    def __dir__(self): return ["b", "a"]


class T: v = 1


p = Proxy(T())
print(p.v, hasattr(p, "nope"), getattr(p, "nope", "dflt"))
p.v = 2
p.v += 5
print(p.v, p._t.__dict__, dir(p))
del p.v
try:
    p.zzz
except AttributeError as e:
    print(e, e.name, type(e.obj).__name__)


class All:
    x = 1
    def __getattribute__(self, n):
        if n.startswith("fake"):
            return n.upper()
        if n == "raise":
            raise AttributeError("custom message")
        return super().__getattribute__(n)
    def __getattr__(self, n): return "fallback " + n
    def method(self): return self.fake_one


a = All()
print(a.x, a.fakeit, a.method(), a.other, getattr(a, "raise"), a.__class__.__name__, a.__dict__)


class Loop:
    def __getattr__(self, n): return self.missing


try:
    Loop().x
except RecursionError as e:
    print(type(e).__name__)


class WrongErr:
    def __getattr__(self, n): raise KeyError(n)


for f in (lambda: hasattr(WrongErr(), "x"), lambda: getattr(WrongErr(), "x", 1), lambda: getattr(T(), 5), lambda: getattr(T()), lambda: hasattr(T()), lambda: setattr(T(), 1, 2), lambda: setattr(T(), "a"), lambda: getattr(T(), "a", 1, 2), lambda: getattr(T(), "no"), lambda: getattr(T, "no"), lambda: getattr(5, "no"), lambda: getattr(None, "no"), lambda: getattr(len, "no"), lambda: getattr(T().__init__, "no"), lambda: setattr(len, "x", 1), lambda: setattr(5, "x", 1), lambda: setattr(object(), "x", 1), lambda: setattr([], "append", 1), lambda: delattr(5, "real"), lambda: delattr(T(), "v"), lambda: delattr(T, "v2"), lambda: setattr(None, "x", 1), lambda: setattr(T.__init__, "x", 1), lambda: delattr(object(), "x")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
setattr(T, "with space", 1)
print(getattr(T(), "with space"), [n for n in dir(T()) if not n.startswith("_")])


class Special:
    def __getattr__(self, n): return lambda *a: (n, a)


s = Special()
print(s.foo(1), s.__len__(), s._any(2))
for f in (lambda: len(s), lambda: s + 1, lambda: s[0], lambda: s()):
    try:
        print(f())
    except TypeError as e:
        print(e)
s.__len__ = lambda: 3
try:
    len(s)
except TypeError as e:
    print(e)
print(s.__len__())


class D:
    def __dir__(self): return (c for c in "zyx")


print(dir(D()))
class BadDir:
    def __dir__(self): return 5
try: dir(BadDir())
except TypeError as e: print(e)
class N: pass
n = N(); n.__dict__["k"] = 1; n.__dict__.update(z=2); print(n.k, n.z, vars(n) is n.__dict__)
n.__dict__ = {"fresh": 1}; print(n.fresh, hasattr(n, "k"))
try: n.__dict__ = 5
except TypeError as e: print(e)
def local_vars(a): b = 2; return sorted(vars().items()), sorted(dir())
print(local_vars(1))
