# types module objects a script meets
import types
n = types.SimpleNamespace(a=1, b="x")
n.c = [1]
print(n, n.a, n == types.SimpleNamespace(a=1, b="x", c=[1]), vars(n))
del n.a
print(n, types.SimpleNamespace({"k": 1}, z=2))
p = types.MappingProxyType({"a": 1})
print(p, p["a"], list(p), len(p), "a" in p, p.get("z", 0), p | {"b": 2}, dict(p))
for text in ("p['a'] = 2", "del p['a']", "n.zz", "types.SimpleNamespace(1)", "types.SimpleNamespace({1: 2})", "p.clear()", "types.MappingProxyType(5)", "n < n", "hash(n)"):
    try:
        exec(text)
        print(text, "ok")
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
m = types.ModuleType("mod", "the doc")
m.x = 1
print(m, m.__name__, m.__doc__, m.x, m.__dict__["x"], m.__spec__, type(m).__name__)
try:
    m.nope
except AttributeError as e:
    print(e)
m.__getattr__ = lambda name: f"dynamic {name}"
print(m.nope)


class Sub(types.ModuleType):
    @property
    def prop(self): return "module property"


print(Sub("s").prop)
print([isinstance(x, t) for x, t in ((len, types.BuiltinFunctionType), (lambda: 0, types.FunctionType), (m, types.ModuleType), ((i for i in ()), types.GeneratorType), ([].append, types.BuiltinMethodType), (str.join, types.MethodDescriptorType), (int.__add__, types.WrapperDescriptorType), ((1).__add__, types.MethodWrapperType), (list[int], types.GenericAlias), (int | str, types.UnionType), (type.__dict__["__dict__"], types.GetSetDescriptorType), (None, types.NoneType))])


class D:
    @types.DynamicClassAttribute
    def v(self): return "instance only"


print(D().v)
try:
    D.v
except AttributeError as e:
    print("AttributeError", e)
@types.coroutine
def co(): yield
print(type(co()).__name__, types.get_original_bases(D), types.resolve_bases((int,)))
