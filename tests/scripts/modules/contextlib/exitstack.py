"""contextlib.ExitStack: order, callbacks, pop_all, exceptions."""
import contextlib

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class C:
    def __init__(self, n, swallow=False, fail=False): self.n, self.swallow, self.fail = n, swallow, fail
    def __enter__(self):
        print("in", self.n)
        return self.n
    def __exit__(self, t, v, tb):
        print("out", self.n, t and t.__name__)
        if self.fail: raise RuntimeError(f"exit {self.n}")
        return self.swallow
with contextlib.ExitStack() as s:
    print([s.enter_context(C(i)) for i in range(3)])
    s.callback(print, "callback", end="!\n")
    s.push(lambda t, v, tb: print("pushed", t))
    s.push(C("pushed-cm"))
with contextlib.ExitStack() as s:
    s.enter_context(C("outer", swallow=True))
    s.enter_context(C("inner"))
    raise ValueError("x")
print("swallowed")
def failing():
    with contextlib.ExitStack() as s:
        s.enter_context(C(1))
        s.enter_context(C(2, fail=True))
        raise KeyError("first")
fails(failing)
try: failing()
except RuntimeError as e: print(repr(e.__context__))
with contextlib.ExitStack() as s:
    s.enter_context(C("moved"))
    t = s.pop_all()
    print("end of with")
t.close()
t.close()
@contextlib.contextmanager
def many(n):
    with contextlib.ExitStack() as s: yield [s.enter_context(C(i)) for i in range(n)]
with many(2) as m: print(m)
s = contextlib.ExitStack()
@s.callback
def later(): print("later")
s.__exit__(None, None, None)
fails(s.enter_context, 5)
fails(s.push, 5)
fails(s.callback)
def nested():
    with C("a") as a, C("b", fail=True) as b, C("c"): print(a, b)
fails(nested)
with (C("p") as p, C("q") as q): print(p, q)
def ret():
    with C("r"): return "returned"
print(ret())
for i in range(3):
    with C(i, swallow=True):
        if i == 0: continue
        if i == 1: raise ValueError
        break
class NoExit:
    def __enter__(self): pass
def bad():
    with NoExit(): pass
fails(bad)
class EnterFails(C):
    def __enter__(self): raise LookupError("enter")
def ef():
    with C("first"), EnterFails("second"): pass
fails(ef)
class BadBool(C):
    def __exit__(self, *a): return BB()
class BB:
    def __bool__(self): raise TypeError("no bool")
def bb():
    with BadBool("bb"): raise KeyError("k")
fails(bb)
