"""gc: collect, thresholds, callbacks of finalisers, get_referents, is_tracked, garbage, freeze."""
import gc, weakref

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class N:
    def __init__(self, name):
        self.name = name
        self.me = self
    def __del__(self): log.append(self.name)
log = []
gc.collect()
N("a")
print(log)
print(gc.collect() > 0, log)
gc.disable()
print(gc.isenabled())
gc.enable()
print(
    gc.isenabled(), len(gc.get_threshold()), len(gc.get_count()), len(gc.get_stats()), sorted(gc.get_stats()[0])[:2]
)
x = []
y = [x]
print(
    gc.get_referents(y) == [x], any(r is y for r in gc.get_referrers(x)), gc.is_tracked([]), gc.is_tracked(5),
    gc.is_tracked("a"), gc.is_tracked(N), gc.is_finalized([]), gc.garbage, gc.get_debug()
)
class P:
    def __del__(self):
        log.append("saved")
        keep.append(self)
keep = []
del log[:]
p = P()
p.self = p
del p
gc.collect()
print(log, len(keep))
keep.clear()
gc.collect()
print(log)
a, b = N("p"), N("q")
a.other, b.other = b, a
r = weakref.ref(a)
del a, b, log[:]
gc.collect()
print(sorted(log), r())
events = []
gc.callbacks.append(lambda phase, info: events.append((phase, sorted(info))))
gc.collect()
gc.callbacks.clear()
print(events)
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
print(any(o is events for o in gc.get_objects()), gc.collect(0) >= 0, gc.collect(generation=1) >= 0)
old = gc.get_threshold()
gc.set_threshold(500, 5, 5)
print(gc.get_threshold()[0])
gc.set_threshold(*old)
fails(gc.collect, 5)
fails(gc.collect, -1)
fails(gc.collect, "a")
fails(gc.set_threshold)
fails(gc.set_threshold, "a")
fails(gc.is_tracked)
def gen():
    try: yield loop
    finally: log.append("generator closed")
del log[:]
loop = gen()
next(loop)
holder = [loop]
holder.append(holder)
del loop, holder
gc.collect()
print(log)
