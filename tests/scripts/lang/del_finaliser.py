# __del__: when it runs, in which order
class N:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


a = N("a")
a = None
N("temporary")
print("after temporary")
b = N("b")
c = b
del b
print("still referenced")
del c
lst = [N("l0"), N("l1"), N("l2")]
lst[1] = None
del lst[0]
lst.clear()
d = {"k": N("d")}
d["k"] = 1


def local():
    x, y = N("x"), N("y")
    print("in local")


local()


def ret():
    return N("returned")


ret()
keep = ret()
print("kept", keep.name)


def raises():
    z = N("z in frame")
    raise ValueError


try:
    raises()
except ValueError:
    print("handling")
print("after handling")
with_default = (lambda q=N("default"): q)
del with_default
print("lambda gone")


def gen():
    g = N("in generator")
    yield 1


i = gen()
next(i)
del i
for _ in range(2):
    v = N(f"loop {_}")
del v
t = (N("t0"), N("t1"))
del t
s = {N("set")}
s.clear()


class Resurrect:
    saved = None
    def __del__(self):
        print("resurrecting")
        Resurrect.saved = self


r = Resurrect()
del r
print(Resurrect.saved is not None)
Resurrect.saved = None
print("gone for good")


class Outer:
    def __init__(self): self.inner = N("inner")
    def __del__(self): print("del outer")


o = Outer()
del o
m = N("method").__init__
del m
x = N("rebind 1"); x = N("rebind 2")
del x
import weakref
w = N("weak")
ref = weakref.ref(w, lambda _: print("callback"))
print(ref() is w)
del w
print(ref())
[N("comp") for _ in range(2)][0].name
(N("p1"), N("p2"))[1].name
print("end")
last = N("at exit")
