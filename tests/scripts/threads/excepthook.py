"""threading.excepthook: what it receives, how it is replaced, SystemExit in a thread."""
import sys, threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def bad(n): raise ValueError(f"bad {n}")
def hook(args):
    print(
        "hook", args.exc_type.__name__, args.exc_value, args.exc_traceback is not None, args.thread.name, len(args),
        type(args).__name__
    )
threading.excepthook = hook
for n in range(3):
    t = threading.Thread(target=bad, args=(n,), name=f"t{n}")
    t.start()
    t.join()
    print("alive", t.is_alive())
def leave(): sys.exit(3)
t = threading.Thread(target=leave)
t.start()
t.join()
print("SystemExit is silent")
def stop(): raise KeyboardInterrupt("in a thread")
t = threading.Thread(target=stop, name="k")
t.start()
t.join()
def broken(args): raise RuntimeError("hook broke")
class Err:
    parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): pass
threading.excepthook = broken
old, sys.stderr = sys.stderr, Err()
t = threading.Thread(target=bad, args=(9,))
t.start()
t.join()
sys.stderr = old
text = "".join(Err.parts)
print(
    "Exception in threading.excepthook:" in text, "RuntimeError: hook broke" in text, text.strip().splitlines()[-1]
)
threading.excepthook = threading.__excepthook__
Err.parts.clear()
sys.stderr = Err()
t = threading.Thread(target=bad, args=(1,), name="plain")
t.start()
t.join()
sys.stderr = old
text = "".join(Err.parts).splitlines()
print(text[0], "|", text[1], "|", text[-1], len(text) > 4)
args = threading.ExceptHookArgs((ValueError, ValueError("x"), None, None))
print(args.exc_type.__name__, args.exc_value, args.thread)
fails(threading.ExceptHookArgs, (1, 2))
fails(threading.excepthook, 5)
