# attributes of function, method and code objects
def f(a, b=1, *args, c, d=2, **kw):
    "doc"
    x = y = 0
    return lambda: (x, a)


print(f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__dict__, f.__closure__, f.__globals__ is globals(), f.__builtins__ is not None)
co = f.__code__
print(co.co_name, co.co_qualname, co.co_argcount, co.co_kwonlyargcount, co.co_posonlyargcount, co.co_nlocals, co.co_varnames, co.co_cellvars, co.co_freevars, co.co_firstlineno, co.co_names, co.co_flags & 0x0f)
g = f(1, c=2)
print(g.__closure__ is not None, g.__code__.co_freevars, [c.cell_contents for c in g.__closure__], g.__name__, g.__qualname__)
f.__name__ = "renamed"
f.__qualname__ = "q.renamed"
f.custom = 1
print(f.__name__, f.__qualname__, f.__dict__)
try:
    f()
except TypeError as e:
    print(e)
for name, v in (("__name__", 5), ("__qualname__", None), ("__defaults__", [1]), ("__kwdefaults__", (1,)), ("__code__", 5), ("__closure__", ()), ("__globals__", {}), ("__dict__", 5), ("__annotations__", 5), ("__module__", 7), ("__type_params__", 5)):
    try:
        setattr(f, name, v)
        print(name, "set to", getattr(f, name))
    except (TypeError, AttributeError) as e:
        print(name, type(e).__name__, e)
for name in ("__name__", "__code__", "__defaults__", "__kwdefaults__", "__dict__", "__module__", "custom", "nope"):
    try:
        delattr(f, name)
        print("deleted", name, getattr(f, name, "gone"))
    except (TypeError, AttributeError) as e:
        print(name, type(e).__name__, e)


def one(): return 1
def two(): return 2


one.__code__ = two.__code__
print(one(), one.__name__)


def free():
    v = 1
    def inner(): return v
    return inner


try:
    one.__code__ = free().__code__
except ValueError as e:
    print(e)


class C:
    def m(self, x): "mdoc"; return x
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass


o = C()
m = o.m
print(m.__name__, m.__qualname__, m.__doc__, m.__self__ is o, m.__func__ is C.m, m == o.m, m is o.m, hash(m) == hash(o.m), m.__module__)
for f2 in (lambda: setattr(m, "x", 1), lambda: m.nope, lambda: setattr(m, "__name__", "x")):
    try:
        f2()
    except AttributeError as e:
        print(e)
C.m.tag = "t"
print(m.tag, C.c.__self__ is C, C.s.__name__, o.m != C().m, {o.m: 1}[o.m])
import types
h = types.FunctionType(two.__code__, {}, "h")
print(h(), h.__name__, isinstance(h, types.LambdaType), types.MethodType(lambda s, y: (s, y), 5)(6))
for args in ((), (5, {}), (two.__code__,), (two.__code__, 5), (free().__code__, {}), (free().__code__, {}, None, None, (1,)), (two.__code__, {}, 5)):
    try:
        types.FunctionType(*args)
        print("made")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try: types.MethodType(5, 1)
except TypeError as e: print(e)
try: types.MethodType(two, None)
except TypeError as e: print(e)
print(len.__name__, len.__module__, len.__self__ is not None, [].append.__name__, [].append.__qualname__, str.join.__objclass__, "".join.__self__ == "", len.__qualname__, dict.fromkeys.__qualname__, (1).__add__.__name__)
c2 = two.__code__.replace(co_name="three")
print(c2.co_name, c2 == two.__code__, two.__code__ == two.__code__, hash(c2) is not None)
