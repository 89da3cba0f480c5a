# carets of statements: assignment, del, for, with, import, raise, unpacking, augmented
import traceback
d, l, n, t = {}, [], None, (1,)


def s1(): x = d["k"]
def s2(): l[3] = 1
def s3(): n.attr = 5
def s4(): del d["k"]
def s5(): del l[0], n.x
def s6():
    for i in n:
        pass
def s7():
    for a, b in [(1, 2), (3,)]:
        pass
def s8():
    with n:
        pass
def s9():
    with open("/nonexistent/file") as f:
        pass
def s10(): import nonexistent_module
def s11(): from math import nonexistent
def s12(): raise ValueError("msg")
def s13(): raise n
def s14(): a, b = l
def s15(): a, *b = n
def s16():
    x = 1
    x += "s"
def s17(): t[0] += 1
def s18(): l[0] += 1
def s19(): assert l, "empty"
def s20(): return n + 1
def s21():
    if n > 1:
        pass
def s22():
    while n.x:
        pass
def s23():
    try:
        1 / 0
    except n:
        pass
def s24():
    class C(n): pass
def s25():
    @n
    def f(): pass
def s26():
    def f(a=d["default"]): pass
def s27():
    match n.x:
        case 1: pass
def s28(): return [*n]
def s29(): print(*n)
def s30(): print(**n)
def s31(): yield_ = list(i / 0 for i in [1])
def s32():
    global undefined_global
    undefined_global += 1
def s33(): f"{n.x}" f"{d['k']}"
def s34(): return (
    1,
    d["multi"],
    2,
)
def s35(): x = y = d["chain"]
def s36(): l[d["k"]], l[0] = 1, 2
def s37():
    class K:
        v = 1 / 0
def s38(): lambda: 0; n(); 5
def s39(): return {1: 2, **n}
def s40(): return not n.x


for f in (s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, s20, s21, s22, s23, s24, s25, s26, s27, s28, s29, s30, s31, s32, s33, s34, s35, s36, s37, s38, s39, s40):
    try:
        f()
    except Exception:
        traceback.print_exc(limit=-1)
