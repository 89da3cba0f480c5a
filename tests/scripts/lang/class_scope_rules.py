# name lookup in class bodies, nested scopes, comprehensions in classes
x = "global x"


def func():
    x = "func x"
    class A:
        print("in A before:", x)
        x = "class x"
        print("in A after:", x)
        def m(self): return x
        lam = lambda self: x
        comp = [x for _ in range(1)]
        first = [i for i in x[:3]]
        class B:
            inner = x
    return A


A = func()
a = A()
print(a.m(), a.lam(), A.comp, A.first, A.B.inner, A.x)


def func2():
    class A:
        if False:
            x = 1
        try:
            print(x)
        except NameError as e:
            print(e)
    return A


func2()


def func3():
    y = "closure"
    class A:
        y = y + "+"
        z = y
    return A.y, A.z, y


try:
    print(func3())
except NameError as e:
    print(e)


def func4(q):
    class A:
        print(q)
        q = q + 1 if "q" in locals() else "own"
        print(q)
    return A.q


try:
    print(func4(1))
except NameError as e:
    print(type(e).__name__, e)


class Defaults:
    n = 5
    def m(self, k=n): return k
    f = staticmethod(lambda v=n: v)
    gen = list(i * 2 for i in range(n))
    nested = [[j for j in range(i)] for i in range(3)]
    cond = [i for i in range(3) if i != 1]


print(Defaults().m(), Defaults.f(), Defaults.gen, Defaults.nested, Defaults.cond)


class UsesClass:
    def a(self): return __class__.__name__
    @classmethod
    def b(cls): return __class__ is cls
    @staticmethod
    def c(): return __class__.__name__
    l = lambda: __class__.__name__
    class In:
        def d(self): return __class__.__name__


print(UsesClass().a(), UsesClass.b(), UsesClass.c(), UsesClass.l(), UsesClass.In().d(), hasattr(UsesClass, "__classcell__"))
try:
    print(__class__)
except NameError as e:
    print(e)


class Exec:
    exec("made = 1")
    eval("made")
    del_me = 1
    del del_me
    for loop in range(2): pass
    with open(__file__) as fh: pass
    fh.close()


print(Exec.made, Exec.loop, hasattr(Exec, "del_me"), Exec.fh.closed)


def shadow_builtin():
    class A:
        len = lambda s: "mine"
        r = len("abc")
        def m(self): return len("abc")
    return A.r, A().m()


print(shadow_builtin())


def deep():
    v = "deep v"
    class A:
        class B:
            class C:
                def m(self): return v
                w = v
    return A.B.C().m(), A.B.C.w, A.B.C.__qualname__


print(deep())
try:
    class Fails:
        z = 1 / 0
except ZeroDivisionError:
    print("Fails" in globals())
class Gl:
    global made_global
    def made_global(): return "g"
    class made_too: pass
print(made_global(), made_global.__qualname__, "made_too" in globals())
def wal():
    class A:
        v = (w := 5) + 1
        u = [0 for _ in "a" if (lambda: True)()]
    return A.v, A.w
print(wal())
