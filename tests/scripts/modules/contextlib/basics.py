"""contextlib: contextmanager, closing, suppress, redirect, nullcontext, ContextDecorator."""
import contextlib, io

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

@contextlib.contextmanager
def cm(name):
    print("enter", name)
    try: yield name.upper()
    except ValueError as e: print("handled", e)
    finally: print("exit", name)
with cm("a") as v: print("body", v)
with cm("b"): raise ValueError("swallowed")
def raising():
    with cm("c"): raise KeyError("through")
fails(raising)
@cm("deco")
def f(x):
    print("f", x)
    return x * 2
print(f(4), f(5))
@contextlib.contextmanager
def never():
    if False: yield
@contextlib.contextmanager
def twice():
    yield 1
    yield 2
@contextlib.contextmanager
def ignores():
    try: yield
    except KeyError: pass
    yield
def use(c):
    with c: pass
def use_err(c):
    with c: raise KeyError("k")
fails(use, never())
fails(use, twice())
fails(use_err, ignores())
class R:
    def close(self): print("closed")
with contextlib.closing(R()) as r: print(type(r).__name__)
with contextlib.suppress(KeyError, IndexError):
    [].pop()
    print("not reached")
def sup():
    with contextlib.suppress(KeyError): 1 / 0
fails(sup)
with contextlib.suppress(ValueError): raise ExceptionGroup("g", [ValueError(1)])
out = io.StringIO()
with contextlib.redirect_stdout(out): print("to buffer")
print(repr(out.getvalue()))
with contextlib.nullcontext(5) as n: print(n)
class D(contextlib.ContextDecorator):
    def __enter__(self):
        print("D in")
        return self
    def __exit__(self, *e):
        print("D out", e[0])
        return False
@D()
def g(): print("in g")
g()
class AC(contextlib.AbstractContextManager):
    def __exit__(self, *a): print("AC exit")
with AC() as ac: print(ac is not None)
fails(use, 5)
fails(use, R())
import os, tempfile
d = tempfile.mkdtemp()
with contextlib.chdir(d): print(os.path.realpath(os.getcwd()) == os.path.realpath(d))
os.rmdir(d)
def stop():
    with cm("stop"): raise StopIteration("inside")
fails(stop)
def chain():
    with cm("x"):
        try: 1 / 0
        except ZeroDivisionError: raise KeyError("chained")
try: chain()
except KeyError as e: print(repr(e.__context__))
def gen_exit():
    with cm("gen"): yield 1
k = gen_exit()
next(k)
k.close()
