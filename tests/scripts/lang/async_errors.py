# coroutines: reuse, wrong protocols, exceptions through await, attributes, never awaited
# stderr: ignore
import warnings


class Wait:
    def __await__(self):
        try:
            return (yield "wait")
        finally:
            print("wait ends")


async def inner():
    try: return await Wait()
    except KeyError as e: return f"caught {e!r}"


async def outer(): return ["outer", await inner()]


def fails(f, *a):
    try: print("ok", f(*a))
    except BaseException as e: print(type(e).__name__, e, "|", repr(e.__cause__), repr(e.__context__))


c = outer()
print(c.cr_running, c.cr_suspended, c.cr_await, c.cr_frame.f_lineno > 0, c.cr_origin)
print(c.send(None), c.cr_suspended, type(c.cr_await).__name__, c.cr_await.cr_await is not None)
fails(c.throw, KeyError("k"))
fails(c.send, None)
fails(c.throw, ValueError)
print(c.close(), c.cr_frame)
c = outer()
fails(c.send, 1)
c.send(None)
fails(c.throw, ValueError("v"))
c = outer()
fails(c.throw, ValueError("early"))
fails(c.send, None)
w = inner().__await__()
print(type(w).__name__, iter(w) is w, next(w))
fails(w.send, "sent")
c = inner()
c.send(None)
async def twice(): await c
t = twice()
fails(t.send, None)
c.close()


class NotIter:
    def __await__(self): return 5
class IsCoro:
    def __await__(self): return inner()
class NoneAwait:
    __await__ = None
class BadAiter:
    def __aiter__(self): return 5
class BadAnext:
    def __aiter__(self): return self
    def __anext__(self): return 5
class AnextError:
    def __aiter__(self): return self
    def __anext__(self): raise KeyError("in anext")
class SyncCM:
    def __enter__(self): pass
    def __exit__(self, *a): pass
class BadEnter:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): pass
class BadExit:
    async def __aenter__(self): pass
    def __aexit__(self, *a): return 5
class OnlyEnter:
    async def __aenter__(self): pass


async def awaits(x): await x
async def loops(x):
    async for _ in x: pass
async def withs(x):
    async with x: pass
async def withs_error(x):
    async with x: 1 / 0


for x in (5, NotIter(), IsCoro(), NoneAwait(), (i for i in ())): fails(awaits(x).send, None)
for x in (5, BadAiter(), BadAnext(), AnextError()): fails(loops(x).send, None)
for x in (5, SyncCM(), BadEnter(), BadExit(), OnlyEnter()): fails(withs(x).send, None)
fails(withs_error(BadExit()).send, None)


async def stop(): raise StopIteration(3)
async def stop2(): raise StopAsyncIteration(4)
for f in (stop, stop2): fails(f().send, None)


async def ignores():
    try: await Wait()
    except GeneratorExit: await Wait()


c = ignores()
c.send(None)
fails(c.close)


def gen(): yield from inner()
fails(lambda: next(gen()))
fails(lambda: list(inner()))
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    inner()
    async def ag(): yield 1
    ag().asend(None)
    ag()
    inner().close()
print([f"{w.category.__name__}: {w.message}" for w in log])
print(inner.__code__.co_flags & 0x2a0, ag.__code__.co_flags & 0x2a0, type(ag()), ag().__qualname__)
