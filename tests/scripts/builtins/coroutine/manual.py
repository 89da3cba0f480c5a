"""Coroutines and async generators driven by hand: send, throw, close, await, async for, async with."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return ("got", r)
async def inner(n):
    a = await Wait(n)
    b = await Wait(n + 1)
    return a, b
async def outer():
    try: return await inner(1)
    except KeyError as e: return f"caught {e}"
    finally: print("outer finally")
def drive(c, *sends):
    out = []
    try:
        out.append(c.send(None))
        for s in sends: out.append(c.throw(s) if isinstance(s, BaseException) else c.send(s))
    except StopIteration as e: out.append(("return", e.value))
    return out
print(drive(outer(), "x", "y"), drive(outer(), KeyError("k")))
c = outer()
c.send(None)
c.close()
print(c.cr_frame, c.cr_running, type(c).__name__, c.__name__)
async def agen(n):
    for i in range(n):
        yield i
        await Wait(f"between {i}")
async def consume(): return [x async for x in agen(3)], {x: 1 async for x in agen(1)}
print(drive(consume(), *range(4)))
class CM:
    async def __aenter__(self):
        await Wait("enter")
        return "value"
    async def __aexit__(self, t, v, tb):
        await Wait("exit")
        print("aexit", t)
        return True
async def use():
    async with CM() as v:
        print("body", v)
        raise ValueError("swallowed")
    return "after"
print(drive(use(), 1, 2))
class AI:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2: raise StopAsyncIteration
        return self.n
async def loop():
    out = []
    async for x in AI(): out.append(x)
    else: out.append("else")
    return out
print(drive(loop()))
async def bad(): await 5
async def bad2():
    async for x in [1]: pass
async def bad3():
    async with 5: pass
for f in (bad, bad2, bad3):
    try: f().send(None)
    except TypeError as e: print(e)
c = inner(1)
fails(c.send, 5)
c.close()
fails(c.send, None)
d = inner(1)
drive(d, 1, 2)
fails(d.send, None)
fails(lambda: iter(c))
fails(next, c)
a = agen(2)
print(drive(a.__anext__()), type(a).__name__, a.ag_running)
print(drive(a.aclose()))
fails(drive, a.__anext__())
async def ag2():
    try:
        x = yield 1
        print("received", x)
        yield 2
    except KeyError: yield "caught"
g = ag2()
print(drive(g.asend(None)), drive(g.asend("hello")), drive(g.athrow(KeyError())))
print(drive(anext(AI())))
w = c.__await__
import inspect
print(inspect.iscoroutinefunction(inner), inspect.isasyncgenfunction(agen), inspect.iscoroutine(c))
