# global and nonlocal statements, and their compile errors
x = "module"


def a():
    global x, y
    x, y = "a", "y by a"
    def b():
        x = "local b"
        def c():
            global x
            x = "c"
            def d():
                return x
            return d()
        return c(), x
    return b(), x


print(a(), x, y)


def outer():
    v = w = 0
    def mid():
        nonlocal v
        v += 1
        def inner():
            nonlocal v, w
            v += 10
            w = "w"
            return v
        return inner()
    return mid(), v, w


print(outer())


def g_del():
    global temp
    temp = 1
    del temp


g_del()
print("temp" in globals())


def g_forms():
    global G1, G2, G3, G4, G5, G6
    for G1 in range(3): pass
    with open(__file__) as G2: pass
    import math as G3
    def G4(): return "G4"
    class G5: pass
    try: raise ValueError("v")
    except ValueError as G6: pass
    (G7 := 5)


g_forms()
print(G1, G2.closed, G3.__name__, G4(), G5.__qualname__, "G6" in globals(), "G7" in globals(), G4.__qualname__)


def n_forms():
    n = None
    def s():
        nonlocal n
        for n in "ab": pass
        r = [n]
        import math as n
        r.append(n.__name__)
        def n(): return "fn"
        r.append(n())
        [n := 9 for _ in "a"]
        r.append(n)
        return r
    return s(), n


print(n_forms())


class K:
    global from_class
    from_class = "set in class"
    def m(self):
        def deep():
            nonlocal self
            self = "rebound"
        deep()
        return self


print(from_class, K().m(), hasattr(K, "from_class"))
for text in ("def f():\n x = 1\n global x", "def f():\n print(x)\n global x", "def f(x):\n global x", "def f(x):\n nonlocal x", "nonlocal x", "def f():\n nonlocal x", "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x", "def f():\n x = 1\n def g():\n  print(x)\n  nonlocal x",
             "def f():\n x = 1\n def g():\n  nonlocal x\n  global x", "class C:\n nonlocal x", "def f():\n class C:\n  nonlocal x", "def f():\n x: int = 1\n global x", "def f():\n global x\n x: int = 1", "global x\nx = 1", "def f():\n global x\n def g():\n  nonlocal x", "def f():\n for x in []: pass\n global x", "def f():\n import x\n global x", "def f():\n def x(): pass\n global x", "def f():\n x += 1\n global x",
             "x = 1\nglobal x", "def f():\n global __class__", "class C:\n def f(self):\n  nonlocal __class__\n  __class__ = 5\nprint(C().f())", "def f():\n global a, a", "def f(a):\n def g(): nonlocal a, b", "def f():\n def g(a=(yield)): pass", "def f():\n global f\n f = 1\nf(); print(f)", "def f():\n [global_x for global_x in 'a']\n global global_x"):
    try:
        exec(compile(text, "s", "exec"), {"print": print})
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), e.msg, e.lineno, e.offset)
