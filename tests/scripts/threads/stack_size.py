"""stack_size, settrace hooks, gettrace, TIMEOUT_MAX, get_native_id, module contents."""
import threading, sys

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(threading.stack_size(), threading.stack_size(1 << 20), threading.stack_size(), threading.stack_size(0))
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
out = []
threading.stack_size(4 << 20)
t = threading.Thread(target=lambda: out.append(deep(500)))
t.start()
t.join()
threading.stack_size(0)
print(out)
fails(threading.stack_size, 5)
fails(threading.stack_size, -1)
fails(threading.stack_size, "a")
print(
    threading.TIMEOUT_MAX > 10**9, type(threading.TIMEOUT_MAX).__name__, threading.gettrace(),
    threading.getprofile()
)
print(sorted(threading.__all__))
print(
    threading.ThreadError is RuntimeError, isinstance(threading.Lock(), type(threading.Lock())),
    callable(threading.RLock)
)
def rec():
    try: deep(10**6)
    except RecursionError as e: out.append(str(e)[:32])
t = threading.Thread(target=rec)
t.start()
t.join()
print(out[-1])
print(sys.getrecursionlimit())
