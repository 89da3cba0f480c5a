"""When finally blocks and with statements inside suspended generators run."""
import gc
log = []
class Res:
    def __init__(self, n): self.n = n
    def __enter__(self):
        log.append(f"open {self.n}")
        return self
    def __exit__(self, t, v, tb): log.append(f"close {self.n} {t and t.__name__}")
def reader(n):
    with Res(n):
        for i in range(3): yield i
def use(n, stop):
    for x in reader(n):
        if x == stop: break
    log.append("after loop")
use("full", None)
use("broken off", 1)
gc.collect()
print(log)
del log[:]
g = reader("dropped")
next(g)
g = None
gc.collect()
print(log)
del log[:]
g = reader("closed")
next(g)
g.close()
g.close()
print(log, list(g))
del log[:]
def tricky():
    try:
        yield 1
    finally:
        log.append("first finally")
        try:
            yield "from finally"
        finally:
            log.append("second finally")
t = tricky()
next(t)
try:
    t.close()
except RuntimeError as e:
    print(e)
t = None
gc.collect()
print(log)
del log[:]
def raises():
    try: yield
    finally: raise KeyError("in finally")
r = raises()
next(r)
try:
    r.close()
except KeyError as e:
    print(e, repr(e.__context__))
import sys
sys.unraisablehook = lambda u: log.append((u.exc_type.__name__, str(u.exc_value)))
r = raises()
next(r)
r = None
gc.collect()
print(log)
del log[:]
def chain():
    try: yield from reader("inner")
    finally: log.append("outer done")
c = chain()
print(next(c), next(c))
c.close()
print(log)
del log[:]
def keeps():
    big = Res("local")
    log.append("started")
    yield
    log.append("never")
k = keeps()
next(k)
print(k.gi_frame.f_locals["big"].n, k.gi_frame.f_lineno > 0)
k.close()
print(k.gi_frame, log)
del log[:]
def swallow():
    while True:
        try:
            yield
        except ValueError as e:
            log.append(str(e))
s = swallow()
next(s)
s.throw(ValueError("one"))
s.throw(ValueError("two"))
print(log)
s.close()
cyc = []
def own():
    try: yield cyc
    finally: log.append("cycle broken")
o = own()
cyc.append(o)
next(o)
del o, cyc
gc.collect()
print(log[-1])
