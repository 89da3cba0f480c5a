"""Names in class bodies, comprehensions and nested functions; private name mangling; __class__."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

x = "global"
class A:
    x = "class"
    y = x
    z = [x for _ in range(1)]
    f = lambda self: x
    def m(self): return x
    w = (lambda: x)()
    __private = "p"
    def get(self): return self.__private
    def __hidden(self): return "hidden"
    def call(self): return self.__hidden()
    class Inner:
        seen = x
    print("body", x, __qualname__, __module__, sorted(k for k in locals() if not k.startswith("_")))
a = A()
print(
    A.y, A.z, a.f(), a.m(), A.w, a.get(), a.call(), A.Inner.seen, A.Inner.__qualname__, a._A__private,
    sorted(k for k in vars(A) if "A__" in k)
)
fails(lambda: a.__private)
def outer():
    n = 1
    class B:
        n = n + 1
        def get(self): return n
    return B
fails(outer)
def outer2():
    v = "free"
    class B:
        val = v
        def get(self): return v
        def cls(self): return __class__.__name__
    v = "changed"
    return B
B = outer2()
print(B.val, B().get(), B().cls(), B.__qualname__, B.get.__closure__[0].cell_contents)
def counter():
    c = 0
    def inc():
        nonlocal c
        c += 1
        return c
    def both():
        def deep():
            nonlocal c
            c += 10
            return c
        return deep()
    return inc, both
i, b = counter()
print(i(), i(), b(), i())
fs = [lambda: k for k in range(3)]
print([f() for f in fs], [f() for f in [lambda k=k: k for k in range(3)]])
def g():
    global made
    made = "by global"
    def_x = [made for _ in "a"]
    return def_x
print(g(), made, [y for y in (x for x in "ab")], {k: v for k, v in zip("ab", range(2))}, x)
print([(p, q) for p in range(3) for q in range(p) if p != q], [[c for c in r] for r in ("ab", "c")])
def loc():
    p = 1
    q = [2]
    def inner(): return p
    d = locals()
    p = 9
    return sorted(d), d["p"], inner()
print(loc(), (lambda *, k=x: k)(), [z := 5, z + 1], z)
del z
fails(lambda: z)
for x in range(3): pass
print(x)
try: raise ValueError
except ValueError as x: pass
fails(lambda: x)
class C:
    for j in range(2): exec(f"m{j} = j * 10")
    del j
    if True: cond = "yes"
    try: t = undefined_thing
    except NameError: t = "handled"
print(C.m0, C.m1, C.cond, C.t, hasattr(C, "j"), (lambda: [__name__])())
def dflt(v=[], *, w={}):
    v.append(len(v))
    w[len(w)] = 1
    return v, w
dflt()
print(dflt(), dflt([9]))
