"""Mocks: records, configuration, special methods, specs, patch in all its forms."""
import sys, types, os
from unittest import mock
from unittest.mock import *
m = Mock(name="m"); m(1, a=2); m.foo.bar(3); m.foo().baz
print(m.mock_calls, m.method_calls, m.call_args, m.call_args_list, m.called, m.call_count)
print(repr(m).split(" id")[0], repr(m.foo.bar).split(" id")[0], repr(m.foo()).split(" id")[0], repr(m.foo().z).split(" id")[0], repr(Mock()).split(" id")[0], repr(Mock().x).split(" id")[0])
def t(f):
    try: print("ok", f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: m.assert_called_with(1, a=3))
t(lambda: m.assert_called_with(1, a=2))
t(lambda: m.foo.bar.assert_called_once_with(3))
t(lambda: m.foo.bar.assert_called_once_with(4))
t(lambda: m.assert_not_called())
t(lambda: m.foo.zip.assert_called())
t(lambda: m.foo.zip.assert_called_once())
t(lambda: m.assert_has_calls([call(1,a=2), call.foo.bar(3)]))
t(lambda: m.assert_has_calls([call(1,a=2), call.foo.bar(4)]))
t(lambda: m.assert_has_calls([call.foo(), call(1,a=2)], any_order=True))
t(lambda: m.assert_has_calls([call.fo(), call(1,a=2)], any_order=True))
t(lambda: m.assert_any_call(1,a=5))
t(lambda: m.foo.bar.assert_called_with(ANY))
t(lambda: m.asert_called())
print(call.a.b(1).c(2, x=3), call.a(1).b(2).call_list(), call(1)==((1,),), call(1)==call(1), call.x, call==call, ANY == 3)
mm = MagicMock()
print(len(mm), int(mm), float(mm), bool(mm), list(mm), 3 in mm, mm == mm, mm == 3, hash(mm)==hash(mm), mm != 3)
mm.__len__.return_value = 7; print(len(mm), mm.__len__.mock_calls)
mm.__getitem__.return_value = "got"; print(mm["a"], mm.__getitem__.call_args)
mm.__str__ = lambda self: "hello"; print(str(mm))
mm.__iter__.return_value = [1,2]; print(list(mm), list(mm))
with mm as x: print(x is mm.__enter__.return_value)
t(lambda: mm < 3)
m2 = Mock(side_effect=[1, ValueError("no"), DEFAULT], return_value="rv")
for _ in range(4): t(m2)
t(lambda: Mock(side_effect=KeyError("k"))())
t(lambda: Mock(side_effect=lambda x: x+1)(2))
class Spec:
    attr = 1
    def meth(self, a): return a
    def __len__(self): return 1
s = Mock(spec=Spec); print(isinstance(s, Spec), repr(s).split(" id")[0], s.attr is not None)
t(lambda: s.nope)
def setx(o,n): setattr(o,n,1)
t(lambda: setx(Mock(spec_set=Spec), "nope"))
ms = MagicMock(spec=Spec); print(len(ms)); t(lambda: ms[0]); t(lambda: MagicMock(spec=["a"]).b)
c = Mock(**{"a.b.return_value": 5, "x": 3}); print(c.a.b(), c.x)
p = Mock(); p.attach_mock(Mock(return_value=9), "child"); print(p.child(1), p.mock_calls)
print(Mock(wraps=len)("abc"), Mock(wraps=[1,2]).index(2))
m.reset_mock(); print(m.mock_calls, m.foo.bar.called)
mod = types.ModuleType("mod"); mod.f = lambda: 1; sys.modules["mod"] = mod
with patch("mod.f") as pf: print(mod.f is pf, repr(pf).split(" id")[0])
print(mod.f())
@patch("mod.f", return_value=8)
@patch.object(mod, "g", create=True)
def dec(g, f): return mod.f(), mod.g is g
print(dec())
t(lambda: patch("mod.nope").start()); t(lambda: patch("nope")); 
d = {"a": 1}
with patch.dict(d, {"b": 2}, c=3): print(d)
print(d)
with patch.dict(d, clear=True): print(d)
with patch.dict("os.environ", {"QQ": "1"}): print(os.environ["QQ"])
print("QQ" in os.environ)
with patch.multiple(mod, f=DEFAULT, h=4, create=True) as ms: print(sorted(ms), mod.h)
p1 = patch("mod.f", 5); p1.start(); print(mod.f); patch.stopall(); print(callable(mod.f))
@patch("mod.f", new=3)
class K:
    def test_a(self): return mod.f
    def other(self): return mod.f
print(K().test_a(), callable(K().other()))
class P:
    @property
    def p(self): return 1
with patch.object(P, "p", new_callable=PropertyMock) as pp:
    pp.return_value = 6; o = P(); print(o.p); o.p = 4; print(pp.mock_calls)
print(P().p)
mo = mock_open(read_data="l1\nl2\n")
with patch("builtins.open", mo):
    with open("x") as fh: print(fh.read())
    with open("x") as fh: print(list(fh))
    with open("x") as fh: print(fh.readline(), fh.readlines())
    open("y", "w").write("abc")
print(mo.mock_calls[:4]); mo().write.assert_called_once_with("abc")
se = Mock(); se.a.b = 1; seal(se); t(lambda: se.c); t(lambda: se.a.c); t(lambda: se()); t(lambda: setx(se,"q"))
print(sentinel.foo, sentinel.foo is sentinel.foo, DEFAULT)
am = AsyncMock(return_value=3)
co = am(1)
try: co.send(None)
except StopIteration as e: print(e.value)
am.assert_awaited_once_with(1); t(lambda: am.assert_not_awaited())
print(type(NonCallableMock()).__name__, callable(NonCallableMock()), callable(Mock()))
del mm.foo; t(lambda: mm.foo)
print([n for n in dir(Mock(spec=["zz"])) if n.startswith(("assert_called","zz"))])
t(lambda: patch("mod.f", autospect=True))
