"""Attributes of functions, methods and code objects."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def f(a, b: int = 2, *c, d: "x" = 3, **e) -> str:
    "doc text"
    x = a
    return x
print(
    f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__,
    f.__dict__, f.__closure__
)
c = f.__code__
print(
    c.co_name, c.co_qualname, c.co_argcount, c.co_kwonlyargcount, c.co_posonlyargcount, c.co_varnames, c.co_nlocals,
    c.co_freevars, c.co_cellvars, c.co_flags & 0xC, c.co_firstlineno
)
f.attr = 5
f.__name__ = "g"
f.__doc__ = None
f.__defaults__ = (10, 20)
f.__kwdefaults__ = {"d": 30}
f.__qualname__ = "Q"
print(f.attr, f.__name__, f.__doc__, f(), f.__dict__, repr(f).startswith("<function Q at"))
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    return inner
i = outer()
i()
i()
print(i.__closure__[0].cell_contents, i.__code__.co_freevars, outer.__code__.co_cellvars, i.__qualname__)
i.__closure__[0].cell_contents = 50
print(i())
class C:
    def m(self):
        "mdoc"
        return self
    cm = classmethod(lambda cls: cls)
    sm = staticmethod(lambda: "sm")
o = C()
b = o.m
print(
    b.__self__ is o, b.__func__ is C.m, b.__name__, b.__qualname__, b.__doc__, b == o.m, b is o.m,
    hash(b) == hash(o.m), b != C().m, C.cm() is C, C.sm(), type(b).__name__, C.m.__qualname__
)
import types
print(
    types.MethodType(len, "abc")(), types.FunctionType(f.__code__, {}, "h", (1, 2))(d=6), [].append.__self__,
    [].append.__name__, len.__self__.__name__, len.__qualname__, [].append.__qualname__, str.upper.__qualname__,
    type(str.upper).__name__, type([].append).__name__, int.__add__.__name__, type((1).__add__).__name__
)
f2 = types.FunctionType(i.__code__, {}, "x", None, i.__closure__)
print(f2(), i())
f.__code__ = (lambda a, b, *c, d=1, **e: "swapped").__code__
print(f())
print(
    (lambda: 0).__name__, (lambda: 0).__qualname__, outer.__type_params__, f.__globals__ is globals(),
    f.__builtins__ is not None
)
fails(setattr, f, "__name__", 5)
fails(setattr, f, "__code__", 5)
fails(setattr, f, "__code__", i.__code__)
fails(setattr, f, "__defaults__", 5)
fails(setattr, f, "__kwdefaults__", 5)
fails(setattr, f, "__closure__", ())
fails(setattr, f, "__globals__", {})
fails(setattr, b, "x", 1)
fails(getattr, f, "nope")
fails(getattr, b, "nope")
fails(setattr, len, "x", 1)
fails(delattr, f, "attr2")
fails(types.FunctionType)
fails(types.FunctionType, 5, {})
fails(types.FunctionType, i.__code__, {})
fails(types.MethodType, len)
fails(types.MethodType, 5, 1)
fails(types.MethodType, len, None)
def empty():
    if False: v = 1
    def g(): return v
    return g
fails(empty())
fails(lambda: empty().__closure__[0].cell_contents)
