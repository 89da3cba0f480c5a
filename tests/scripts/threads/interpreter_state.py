"""What threads share and what they do not: modules, sys.path, recursion limit, current exception, frames."""
import sys, threading, warnings
results = {}
def together(*fs):
    ts = [threading.Thread(target=f) for f in fs]
    for t in ts: t.start()
    for t in ts: t.join()
def imports():
    import bisect
    results["same module"] = bisect is sys.modules["bisect"]
def setter():
    sys.path.append("from-thread")
    builtins_seen.append(len)
builtins_seen = []
together(imports, setter)
print(results, sys.path.pop(), builtins_seen)
barrier = threading.Barrier(2)
def failing(name):
    try:
        raise KeyError(name)
    except KeyError:
        barrier.wait()
        results[name] = (str(sys.exception()), sys.exc_info()[0].__name__)
        barrier.wait()
together(lambda: failing("one"), lambda: failing("two"))
print(results["one"], results["two"], sys.exception())
try:
    1 / 0
except ZeroDivisionError:
    together(lambda: results.update(clean=sys.exception()))
    print(results["clean"], type(sys.exception()).__name__)
def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
def deep():
    results["deep"] = depth()
together(deep)
print(results["deep"] > 500, depth() > 500)
def frames():
    ready.wait()
    go.wait()
ready, go = threading.Barrier(2), threading.Event()
t = threading.Thread(target=frames)
t.start()
ready.wait()
current = sys._current_frames()
print(len(current), t.ident in current, threading.get_ident() in current)
go.set()
t.join()
local = threading.local()
local.x = 1
together(lambda: results.update(local=vars(local).copy()))
print(results["local"], sys.getswitchinterval() > 0, threading.current_thread() is threading.main_thread())
def tracer():
    def hook(frame, event, arg): return None
    sys.settrace(hook)
    results["trace"] = sys.gettrace() is hook
together(tracer)
print(results["trace"], sys.gettrace())
names = []
def name():
    threading.current_thread().name = "renamed inside"
    names.append(threading.current_thread().name)
together(name)
print(names)
