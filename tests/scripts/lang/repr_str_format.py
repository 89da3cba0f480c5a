# repr and str of objects of every builtin kind, and custom ones
class Plain: pass
class R:
    def __repr__(self): return "R()"
class S:
    def __str__(self): return "S-str"
class Both(R, S): pass
class F:
    def __format__(self, spec): return f"F[{spec}]"


print(str(R()), repr(R()), str(S()), repr(S()), Plain(), [R(), S()], (Both(),), {R(): S()}, f"{R()} {S()!s} {F():x} {F()}")
print(repr(Plain), Plain.__init__, Plain().__init__ is None, repr(len), repr([].append), repr("".join), str.join, int.__add__, (1).__add__, print, type(None), NotImplemented, Ellipsis)
print(repr(range(3)), slice(1, None), iter([]), iter(()), iter(""), iter({}), iter(set()), iter(range(1)), {}.keys(), {1: 2}.items(), {}.values(), zip(), map(str, []), filter(None, []), enumerate([]), reversed([]), memoryview(b"a"))


def func(): yield
async def co(): pass
async def ag(): yield


print(func, func(), lambda: 0, func.__code__.co_name, type(func()), ag(), int.real, type.__dict__["__dict__"], property(), classmethod(func), staticmethod(func), super(Plain), super(Plain, Plain()))
c = co()
print(c)
c.close()
import sys, math
print(sys, math.pi, type(sys), type(sys.version_info).__name__, object, object())
print(Exception(), Exception("a"), Exception("a", 1), repr(Exception("a")), repr(Exception("a", 1)), repr(KeyError("k")), str(KeyError("k")), str(KeyError("a", "b")), repr(OSError(2, "msg", "file")), str(OSError(2, "msg", "file")), str(OSError(5)), SystemExit(3), StopIteration(1))
print(repr(True), repr(1.0), repr(1j), repr(b"x"), repr(bytearray(b"x")), repr(frozenset()), repr(set()), repr(frozenset([1])), repr({1}), repr(()), repr((1,)), repr([[]]), repr({}), repr({"a": {"b": []}}))
rec_l = [1]; rec_l.append(rec_l)
rec_d = {}; rec_d["me"] = rec_d
rec_t = ([],); rec_t[0].append(rec_t)
print(rec_l, rec_d, rec_t, repr(rec_d.values()))


class RecSub(list):
    def __repr__(self): return "RecSub" + list.__repr__(self)


class SubStr(str):
    def __repr__(self): return "SubStr!"


class SubInt(int):
    def __str__(self): return "subint"


print(RecSub([1, RecSub()]), SubStr("x"), [SubStr("x")], str(SubStr("x")), SubInt(5), repr(SubInt(5)), f"{SubInt(5)}", f"{SubInt(5):d}", "%d %s" % (SubInt(5), SubInt(5)), [SubInt(5)])
for text in ("format(Plain(), 'x')", "format(object(), '>5')", "format([], 'x')", "format(None, '5')", "repr()", "str(1, 2)", "str(b'x', 'ascii')", "str(b'x')", "format(1, 2)", "repr(1, 2)", "str(object=5)", "str(b'\\xff', 'ascii', 'replace')", "str('x', 'utf-8')", "format('a', 5)", "ascii(Plain)", "str(1, encoding='x')"):
    try:
        print(text, repr(eval(text)))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
class Deep:
    def __repr__(self): return repr(self)
try: repr(Deep())
except RecursionError as e: print(type(e).__name__)
class Outer:
    class In: pass
    def meth(self): pass
def mk():
    class Loc:
        def m(self): pass
    return Loc
print(Outer.In, Outer.In(), mk(), mk()(), Outer.meth, Outer().meth, mk().m, mk()().m)
