"""Thread: start, run, join, arguments, results through shared objects."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

log = []
def work(a, b=2, *rest, **named):
    log.append((a, b, rest, sorted(named.items())))
t = threading.Thread(target=work, args=(1, 2, 3), kwargs={"x": 5})
print(t.is_alive(), t.ident, t.native_id, t.daemon)
print(t.start(), t.join(), t.is_alive(), t.ident is not None, log)
t = threading.Thread(target=work, args=[7])
t.start()
t.join()
t.join()
print(log[-1])
class Mine(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n, self.result = n, None
    def run(self):
        self.result = self.n ** 2
group = [Mine(i) for i in range(5)]
for m in group: m.start()
for m in group: m.join()
print([m.result for m in group])
threading.Thread().run()
threading.Thread(target=log.append, args=("direct",)).run()
print(log[-1])
nothing = threading.Thread()
nothing.start()
nothing.join()
print(nothing.is_alive())
fails(t.start)
fails(Mine(1).join)
fails(threading.current_thread().join)
fails(threading.Thread, 5)
fails(threading.Thread, "group")
fails(threading.Thread, target=work, nope=1)
fails(t.join, "a")
class NoInit(threading.Thread):
    def __init__(self): pass
fails(NoInit().start)
fails(NoInit().is_alive)
fails(lambda: NoInit().name)
fails(lambda: setattr(t, "daemon", True))
