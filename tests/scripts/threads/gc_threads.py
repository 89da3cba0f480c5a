"""Objects shared between threads die when the last thread lets go; finalisers and weak references."""
import gc, threading, weakref
class Thing:
    def __init__(self, name): self.name = name
    def __del__(self): log.append(f"del {self.name}")
log = []
def keep(thing, ready, go):
    ready.set()
    go.wait()
    log.append(f"thread drops {thing.name}")
t1 = Thing("one")
ready, go = threading.Event(), threading.Event()
t = threading.Thread(target=keep, args=(t1, ready, go))
t.start()
ready.wait()
r = weakref.ref(t1)
del t1
print(r() is not None, log)
go.set()
t.join()
del t
gc.collect()
print(r(), log)
box = []
def make(): box.append(Thing("two"))
t = threading.Thread(target=make)
t.start()
t.join()
print(box[0].name, log[2:])
box.clear()
gc.collect()
print(log[2:])
def cycle():
    a = Thing("cyclic")
    a.me = a
t = threading.Thread(target=cycle)
t.start()
t.join()
gc.collect()
print(log[-1])
def local_only():
    x = Thing("local")
    return x.name
t = threading.Thread(target=local_only)
t.start()
t.join()
del t
gc.collect()
print(log[-1])
called = []
def watch():
    o = Thing("watched")
    return weakref.ref(o, lambda r: called.append(threading.current_thread() is threading.main_thread()))
out = []
t = threading.Thread(target=lambda: out.append(watch()))
t.start()
t.join()
print(out[0](), called, log[-1])
dead = weakref.WeakSet()
keepers = [Thing(f"w{i}") for i in range(3)]
dead.update(keepers)
print(len(dead))
keepers.pop()
gc.collect()
print(len(dead), log[-1])
