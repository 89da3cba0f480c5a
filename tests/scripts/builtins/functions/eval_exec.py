"""eval, exec, compile: namespaces, closures, code objects, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

x = "global"
print(
    eval("1 + 2"), eval("x"), eval(" x"), eval("x * 2", {"x": 3}), eval("x + y", {"x": 1}, {"y": 2}), eval(b"1+1"),
    eval("[i for i in range(3)]"), eval("(lambda a: a + 1)(2)"), eval("x", {}, {"x": "local"})
)
ns = {}
exec("a = 1\ndef f(n):\n    return n + a\nclass C:\n    v = f(2)\n", ns)
print(
    ns["a"], ns["f"](5), ns["C"].v, "__builtins__" in ns, sorted(k for k in ns if k != "__builtins__"), exec("pass")
)
g, l = {"p": 1}, {}
exec("q = p + 1\nglobal r\nr = 5", g, l)
print(l, g["r"], sorted(k for k in g if not k.startswith("_")))
c = compile("x + 1", "<expr>", "eval")
print(eval(c, {"x": 41}), c.co_filename, c.co_name)
s = compile("print('single'); 5; None; 'shown'", "<s>", "single")
exec(s)
def func():
    loc = 1
    exec("loc = 2; new = 3")
    return loc, eval("loc"), sorted(locals())
print(func())
class M(dict):
    def __missing__(self, k): return f"<{k}>"
    def __getitem__(self, k): return super().__getitem__(k) if k in self else self.__missing__(k)
print(
    eval("foo + bar", {}, M(bar="B")), eval("__name__"), eval("__import__('math').floor(2.5)"),
    eval("len('abc')", {"__builtins__": {"len": lambda v: "fake"}})
)
code = compile("def g(): yield 1\nout = list(g())", "f.py", "exec")
d = {}
exec(code, d)
print(d["out"], type(code).__name__)
o = 10
def clo():
    n = 5
    return eval("n", None, {"n": n}), (lambda: eval("o"))()
print(clo())
exec(compile("y = 7", "", "exec"))
print(y)
exec("exec('z = 1')")
print(z)
print(eval("(w := 5) + w"), w)
print(
    eval("1 if True else 2"), eval("{**{'a': 1}}"), eval("f'{x!r}'"), eval("'a' 'b'"), eval("1_000"), eval("0xff"),
    eval("1\n"), eval("(\n1\n)"), eval("1 # comment")
)
for src in (
    "1 +", "a = 1", "", "  ", "1 2", "x y", "(", ")", "'abc", "import os", "1\x00", "lambda", "def f(): pass",
    "return 1", "*a", "yield 1", "await x", "f(**a, *b)", "f(a=1, 2)", "0777", "1__0", "é€", "x = = 1", "if",
    "5 = x", "None = 1", "a b c", "[1, 2", "{1: 2, 3}", "print 'x'", "x++", "not", "1.e", "0b12", "'\\xg'",
    "'\\N{no such}'"
):
    try: print(repr(src), eval(src))
    except (SyntaxError, NameError) as e:
        print(repr(src), type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
for src in (
    "return 5", "break", "continue", "yield 1", "x = 1\n  y = 2", "if 1:\npass", "def f(a, a): pass",
    "def f(a=1, b): pass", "global x\nx=1", "nonlocal x", "class C:\n return 1", "for 5 in x: pass", "del 5",
    "f() = 1", "x: int: 5", "try: pass", "else: pass", "async def f():\n  yield\n  return 1",
    "def f():\n x=1\n global x", "import a.b as c, *", "from x import *, y", "from . import", "with a as 5: pass",
    "assert", "a, b += 1", "def f(*): pass", "def f(**k, a): pass", "lambda x=1, y: 0", "(a, b): int = 1",
    "\tif 1:\n        x", "match x:\n case a: pass\n case b: pass", "raise a from", "@", "x = {**a, 'b'}", "f'{'",
    "await x", "__debug__ = 1", "from __future__ import nope", "def f(): from m import *", "[x for x in y if]",
    "a if b", "(yield) = 1", "print(1", "'''abc", "\\", "$", "?", "x = 'a\nb'"
):
    try:
        compile(src, "s", "exec")
        print(repr(src), "compiles")
    except SyntaxError as e: print(repr(src), type(e).__name__, "|", e.msg, e.lineno)
fails(eval)
fails(eval, 5)
fails(eval, "undefined_name")
fails(eval, "1", 5)
fails(eval, "1", {}, 5)
fails(exec, "x", 5)
fails(exec, 5)
fails(exec, "1/0")
fails(compile, "1", "f", "wrong")
fails(compile, "1", "f")
fails(compile, 5, "f", "exec")
fails(compile, "1", 5, "exec")
fails(eval, "x", {"__builtins__": {}})
fails(eval, "len", {"__builtins__": {}})
fails(eval, "\0")
fails(eval, b"\xff")
