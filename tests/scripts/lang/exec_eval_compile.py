# exec, eval, compile, globals, locals
x = 1
print(eval("x + 1"), eval("x + y", {"x": 10, "y": 5}), eval("x + z", {"x": 1}, {"z": 2}), eval("[i for i in range(3)]"), eval("  5 "), eval("\t1"), eval("(lambda: x)()"), eval(b"2 + 3"))
exec("x = 5; w = [x]")
print(x, w)
ns = {}
exec("a = 1\ndef f(): return a\nclass C: v = a", ns)
print(sorted(k for k in ns if k != "__builtins__"), ns["f"](), ns["C"].v, "__builtins__" in ns)
g, l = {"q": 1}, {}
exec("r = q + 1\nq = 5", g, l)
print(g["q"], l)
code = compile("y = 3\nprint('in code', y)", "<mine>", "exec")
exec(code)
print(y, code.co_filename, code.co_name, type(code).__name__, code.co_names)
print(eval(compile("1 + 1", "f", "eval")), exec(compile("1 + 1", "f", "exec")), eval(compile("z = 9", "f", "exec")), z)
exec(compile("5\n", "f", "single"))
exec(compile("None", "f", "single"))
exec(compile("for i in range(2): i\n", "f", "single"))
exec(compile("v = 7; v; 'text'", "f", "single"))


def local():
    a = 1
    exec("b = a + 1")
    l = locals()
    l["c"] = 5
    eval("a")
    return sorted(l), "b" in locals()


print(local())


def snapshots():
    first = locals()
    v = 2
    second = locals()
    return first, second, first is second


f, s, same = snapshots()
print(f, {k: v for k, v in s.items() if k != "first"}, same)


def with_globals():
    globals()["made"] = "made"
    return made, globals() is globals()


print(with_globals(), locals() is globals(), vars() is locals())
for args in (("1 +",), ("x = 1",), ("",), ("1; 2",), ("import os",), (5,), ("x", 5), ("x", {}, 5), ("1", {"__builtins__": {}}), ("len('a')", {"__builtins__": {}}), ("undefined",), ("1/0",), ("a b",), ("lambda: (yield)",), ("x\0y",), ("not_defined.x",)):
    try:
        print(args, eval(*args))
    except Exception as e:
        print(args, type(e).__name__, e)
for args in (("1", "f", "nope"), ("1", "f"), (5, "f", "exec"), ("1\n2", "f", "eval"), ("x = 1", "f", "eval"), ("a = 1\nb = 2", "f", "single"), ("if 1:\n  pass", "f", "single"), ("1", "f", "exec", -1), ("1", 5, "exec"), ("return 1", "f", "exec"), ("\n\n", "f", "exec"), ("# only", "f", "exec"), ("await x", "f", "exec"), ("print 1", "f", "exec")):
    try:
        print(args, type(compile(*args)).__name__)
    except Exception as e:
        print(args, type(e).__name__, e)
try:
    exec("raise ValueError('inside')")
except ValueError as e:
    print(e, e.__traceback__.tb_next.tb_frame.f_code.co_filename)
exec("def rec(n): return 1 if n == 0 else n * rec(n - 1)")
print(rec(5))
class Map(dict):
    def __missing__(self, k): return f"<{k}>"
print(eval("a + b", {}, Map()), eval("len + 'x'", {}, Map()))
loc = Map(); exec("q = zz", {}, loc); print(loc)
def nested_exec():
    v = 1
    def inner(): return v
    exec("v = 2")
    return v, inner(), eval("v"), eval("v", {}, {"v": 3})
print(nested_exec())
print(eval("[x for _ in 'a']", {"x": 1}), eval("(lambda y: [x + y for _ in 'a'])(1)", {"x": 1}), eval("__name__", {"__name__": "n"}), eval("__import__('math').floor(2.5)"))
exec("global gg\ngg = 1", globals(), {}); print(gg)
exec(compile("import math as mm", "f", "exec"), {}, (d := {})); print(list(d))
print(exec("closure_test = 1", closure=None), eval("1", globals={}, locals={}))
