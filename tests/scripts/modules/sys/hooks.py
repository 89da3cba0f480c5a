"""sys.excepthook, displayhook, settrace off, audit-free hooks, unraisablehook."""
import sys

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def hook(t, v, tb): print("hook", t.__name__, v, tb)
sys.excepthook = hook
sys.excepthook(ValueError, ValueError("by hand"), None)
sys.displayhook(None)
sys.displayhook(5)
import builtins
print(builtins._)
class Unraisable:
    def __del__(self): raise KeyError("in del")
seen = []
sys.unraisablehook = lambda u: seen.append((
    u.exc_type.__name__, str(u.exc_value), u.err_msg, u.object.__name__ if hasattr(u.object, "__name__") else None
))
x = Unraisable()
del x
print(seen)
sys.unraisablehook = sys.__unraisablehook__
class Out:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): pass
old, sys.stdout = sys.stdout, Out()
print("captured", 1)
o, sys.stdout = sys.stdout, old
print(o.parts)
old, sys.stderr = sys.stderr, Out()
sys.__excepthook__(ValueError, ValueError("shown"), None)
sys.stderr, o = old, sys.stderr
print("".join(o.parts))
try: sys.exit("a message")
except SystemExit as e: print(repr(e), e.code, e.args)
for a in ((), (None,), (0,), (3,), ([1],)):
    try: sys.exit(*a)
    except SystemExit as e: print(repr(e.code))
print(sys.gettrace(), sys.getprofile())
import atexit
atexit.register(print, "atexit", "first registered")
atexit.register(print, "atexit second")
atexit.unregister(len)
def fail_last(): raise LookupError("for the hook")
fail_last()
