"""types: SimpleNamespace, MappingProxyType, new_class, MethodType, coroutine names, DynamicClassAttribute."""
import types

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

n = types.SimpleNamespace(a=1, b="x")
n.c = [2]
del n.a
print(
    n, n.b, n == types.SimpleNamespace(b="x", c=[2]), vars(n), types.SimpleNamespace(),
    types.SimpleNamespace({"k": 1}, j=2)
)
r = types.SimpleNamespace()
r.me = r
print(r)
fails(lambda: n.zz)
fails(types.SimpleNamespace, 1)
fails(types.SimpleNamespace, 1, 2)
fails(lambda: n < n)
d = {"a": 1}
m = types.MappingProxyType(d)
d["b"] = 2
print(
    m, m["b"], len(m), list(m), m.get("z"), "a" in m, m == d, m | {"c": 3}, m.copy(), list(reversed(m)),
    sorted(m.items())
)
fails(lambda: m.__setitem__("q", 1))
fails(lambda: m.update({}))
fails(types.MappingProxyType, 5)
fails(lambda: m["zz"])
fails(hash, m)
def put(): m["q"] = 1
fails(put)
K = types.new_class("K", (dict,), {}, lambda ns: ns.update(x=5))
print(K.__name__, K.x, K(a=1), types.prepare_class("Q", (int,))[0].__name__, types.resolve_bases((int, list[int])))
print(
    [type(v).__name__ for v in (types.FunctionType, types.ModuleType)], types.FunctionType is type(put),
    types.NoneType is type(None), types.EllipsisType is type(...), types.GeneratorType is type(x for x in ""),
    types.BuiltinFunctionType is type(len), types.CodeType is type(put.__code__),
    types.LambdaType is types.FunctionType, types.MethodType.__name__, types.CellType.__name__,
    types.TracebackType.__name__, types.FrameType.__name__, types.UnionType.__name__, types.GenericAlias.__name__
)
mod = types.ModuleType("mod", "its doc")
mod.x = 1
print(mod, mod.__name__, mod.__doc__, mod.x, sorted(vars(mod)))
fails(lambda: mod.zz)
fails(types.ModuleType)
fails(types.ModuleType, 5)
c = types.CellType(5)
print(c.cell_contents, types.CellType() == types.CellType(), c < types.CellType(6))
fails(lambda: types.CellType().cell_contents)
g = types.GenericAlias(list, (int,))
print(
    g, g.__origin__, g.__args__, g == list[int], g(), list[int]([1]), dict[str, list[int]], tuple[int, ...],
    type[int]
)
fails(lambda: int[str])
fails(lambda: isinstance([], list[int]))
print(
    int | None, (int | str).__args__, (int | str) == (str | int), isinstance(1, int | str),
    hash(int | str) == hash(str | int), types.get_original_bases(K)
)
fails(lambda: int | 5)
class Dyn:
    @types.DynamicClassAttribute
    def name(self): return "instance"
print(Dyn().name)
fails(lambda: Dyn.name)
co = types.coroutine(lambda: (yield))
print(type(co).__name__)
