# parameters of every kind
def pos_only(a, b=2, /):
    return a, b


def normal(a, b=2):
    return a, b


def kw_only(*, k, d=4):
    return k, d


def everything(p, q=2, /, r=3, *args, k, d=5, **kw):
    return p, q, r, args, k, d, kw


print(pos_only(1), pos_only(1, 3), normal(1), normal(b=5, a=1), kw_only(k=1), kw_only(d=0, k=9))
print(everything(1, k=0), everything(1, 2, 3, 4, 5, k=6, z=7), everything(1, r=9, k=8, p="kw p", q="kw q"))
print(everything(*range(5), **{"k": 1, "x y": 2}), everything(1, *[2], 3, *(4, 5), k=1, **{"a": 1}, **{"b": 2}))


def star(*args):
    return args


def stars(**kw):
    return kw


print(star(), star(1, 2), star(*"ab", *[]), stars(), stars(a=1), stars(**{"class": 1}, b=2), type(star(1)), type(stars()))
d = {"x": 1}
print(stars(**d) is d, stars(**d))


def mutable(a, *args, k=[], **kw):
    args += (1,)
    kw["new"] = 1
    k.append(a)
    return args, k, kw


print(mutable(1), mutable(2), mutable(3, 4, k=[0], z=1))
print(everything.__defaults__, everything.__kwdefaults__, pos_only.__defaults__, kw_only.__defaults__)
code = everything.__code__
print(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_varnames, code.co_flags & 12, code.co_name)
normal.__defaults__ = (10, 20)
print(normal(), normal(1))
kw_only.__kwdefaults__ = {"k": "kk"}
print(kw_only(d=1))
normal.__defaults__ = None
try:
    normal()
except TypeError as e:
    print(e)
order = []


def note(x):
    order.append(x)
    return x


star(note(1), *[note(2)], note(3))
stars(a=note(4), **{"b": note(5)}, c=note(6))


def defaults(a=note("d1"), *, b=note("d2")): pass


print(order)
def _(self, *, self2=1): return self, self2
print(_(1, self2=2))
print((lambda p, /, q=1, *a, k=2, **kw: (p, q, a, k, kw))(0, k=5, z=6))
def same(a, /, **kw): return a, kw
print(same(1, a=2))
