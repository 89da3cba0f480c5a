"""__new__, __init__, __del__, __call__, attributes at every stage, reference cycles, resurrection by name."""
import gc

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

log = []
class A:
    def __new__(cls, *a, **k):
        log.append(("new", cls.__name__, a, sorted(k)))
        return super().__new__(cls)
    def __init__(self, v=0, **k):
        log.append(("init", v))
        self.v = v
    def __del__(self): log.append(("del", getattr(self, "v", "no v")))
    def __call__(self, x): return ("called", self.v, x)
a = A(1, k=2)
print(a("x"), log)
del a, log[:]
gc.collect()
print(log)
class Other:
    def __new__(cls): return 42
    def __init__(self): log.append("never")
class Cached:
    made = {}
    def __new__(cls, key): return cls.made.setdefault(key, super().__new__(cls))
    def __init__(self, key): self.count = getattr(self, "count", 0) + 1
print(Other(), Cached("k") is Cached("k"), Cached("k").count, Cached("z").count)
b = A(2)
b = A(3)
gc.collect()
print(log[-3:])
l = [A(4), A(5)]
l.pop()
gc.collect()
print(log[-1])
l.clear()
gc.collect()
print(log[-1])
def scope():
    inner = A(6)
    return "returned"
print(scope())
gc.collect()
print(log[-1])
def raising():
    inner = A(7)
    raise ValueError("with local")
try:
    raising()
except ValueError as e:
    gc.collect()
    print("alive in traceback", log[-1][0] == "init")
gc.collect()
print(log[-1])
c, d = A(8), A(9)
c.o, d.o = d, c
del c, d
gc.collect()
print(sorted(log[-2:]))
fails(A.__new__)
fails(A.__new__, 5)
fails(A.__init__)
fails(lambda: A(1, 2))
class NoNew(int):
    def __new__(cls, a, b): return super().__new__(cls, a + b)
print(NoNew(1, 2), NoNew.__new__(NoNew, 3, 4))
class InitRet:
    def __init__(self): return "x"
fails(InitRet)
class Partial:
    def __init__(self):
        self.ok = 1
        raise RuntimeError("half made")
    def __del__(self): log.append(("partial", self.ok))
fails(Partial)
gc.collect()
print(log[-1])
import sys
sys.unraisablehook = lambda u: log.append((u.exc_type.__name__, str(u.exc_value)))
class BadDel:
    def __del__(self): raise KeyError("in del")
BadDel()
gc.collect()
print(log[-1])
b = None
