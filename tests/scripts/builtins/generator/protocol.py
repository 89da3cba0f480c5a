"""Generators: send, throw, close, return values, yield from, state, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def count(n):
    got = []
    while n:
        got.append((yield n))
        n -= 1
    return got
g = count(3)
print(next(g), g.send("a"), g.send("b"))
try: g.send("c")
except StopIteration as e: print(e.value, e.args)
print(
    list(count(3)), list(g), type(g).__name__, g.gi_frame, g.gi_running, g.gi_code.co_name, g.__name__,
    g.__qualname__
)
def deleg():
    r = yield from count(2)
    print("result", r)
    r2 = yield from [7, 8]
    print("r2", r2)
    return "end"
d = deleg()
print(list(d))
def catch():
    while True:
        try: yield "ready"
        except ValueError as e: yield f"caught {e}"
        except GeneratorExit:
            print("closing")
            raise
        finally: print("finally")
c = catch()
print(next(c), c.throw(ValueError("v")), next(c), c.gi_yieldfrom, c.gi_frame is not None)
c.close()
c.close()
print(list(c))
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
s = stubborn()
next(s)
fails(s.close)
def ret():
    try: yield 1
    except GeneratorExit: return "closed value"
r = ret()
next(r)
print(r.close())
def bad():
    yield 1
    raise StopIteration("leak")
b = bad()
next(b)
fails(next, b)
fails(count(1).send, 5)
fails(count(1).throw, ValueError("early"))
fails(count(1).throw, 5)
fails(count(1).throw)
fails(count(1).throw, ValueError)
fails(g.send, None)
fails(next, g)
print(next(g, "default"))
def own(): yield list(me)
me = own()
fails(next, me)
def inner():
    try: yield 1
    except KeyError: yield "inner caught"
def outer():
    yield from inner()
o = outer()
next(o)
print(o.throw(KeyError("k")), o.gi_yieldfrom is not None)
o.close()
ge = (x * 2 for x in range(3) if x)
print(type(ge).__name__, ge.__name__, list(ge), sum(i for i in range(5)), max((x for x in "abc"), default=0))
def ctx():
    try:
        yield 1
    except RuntimeError as e:
        raise ValueError("second") from e
x = ctx()
next(x)
try: x.throw(RuntimeError("first"))
except ValueError as e: print(e, repr(e.__cause__), repr(e.__context__))
def lazy():
    print("started")
    yield
l = lazy()
print("before")
next(l)
l.close()
del l
def fin():
    try: yield
    finally: print("finalised")
f = fin()
next(f)
del f
def unstarted():
    try: yield
    finally: print("never")
u = unstarted()
u.close()
print(list(u))
fails(lambda: (yield_ for yield_ in 5))
fails(setattr, g, "x", 1)
fails(iter(count(1)).send, 1)
fails(lambda: count())
