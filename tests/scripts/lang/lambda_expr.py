# lambda in every shape
print((lambda: 1)(), (lambda x: x)(2), (lambda x, y=3: (x, y))(2), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda *, k: k)(k=1), (lambda a, /: a)(1))
f = lambda x: lambda y: lambda z: x + y + z
print(f(1)(2)(3), f, f.__name__, f.__qualname__, f(1).__qualname__)
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)), list(map(lambda a, b: a * b, [1, 2], [3, 4])), list(filter(lambda v: v > 1, [1, 2, 3])))
print((lambda x: x if x else "none")(0), (lambda: (yield))(), [(lambda i: i * i)(i) for i in range(4)])
g = (lambda: (yield 1))()
print(next(g), g.__name__)
print((lambda a, b=(lambda c: c * 2)(5), *d, e=6, **h: (a, b, d, e, h))(1, i=7))
print((lambda: [x for x in range(3)])(), (lambda x: (y := x + 1, y * 2))(3))
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(10))
Y = lambda f: (lambda x: x(x))(lambda y: f(lambda v: y(y)(v)))
print(Y(lambda me: lambda n: 1 if n == 0 else n * me(n - 1))(6))
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}
print({k: op(5, 3) for k, op in ops.items()})


class C:
    m = lambda self, x=1: (type(self).__name__, x)
    n = staticmethod(lambda: "static")


print(C().m(), C().m(5), C.n(), C.m.__qualname__)
x = 10
h = lambda x=x: x
x = 20
print(h(), (lambda: x)())
print((lambda:0).__code__.co_name, (lambda a, *b: 0).__code__.co_varnames)
t = lambda: 1, 2
print(type(t), t[1], t[0]())
print([*map(lambda *a: a, *[[1, 2], [3, 4]])])
l = lambda: "a" \
    "b"
print(l(), (lambda x: not x)(1), (lambda: 1 < 2 < 3)(), (lambda x: x or 5)(0))
try:
    (lambda x: x)()
except TypeError as e:
    print(e)
try:
    (lambda: undefined)()
except NameError as e:
    print(e)
