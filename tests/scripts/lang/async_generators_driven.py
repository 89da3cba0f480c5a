# asynchronous generators driven by hand: asend, athrow, aclose, their errors, hooks, finalisation
import sys
import types


@types.coroutine
def wait(v):
    return (yield v)


def run(aw, *sent):
    it = aw.__await__()
    out = []
    try:
        out.append(it.send(None))
        for s in sent:
            out.append(it.throw(s) if isinstance(s, BaseException) else it.send(s))
    except BaseException as e:
        out.append((type(e).__name__, e.args))
    return out


async def agen():
    try:
        while True:
            try:
                got = yield await wait("w")
                print("got", got)
            except KeyError as e:
                print("key", e)
                await wait("in handler")
    finally:
        print("final")
        await wait("closing")


a = agen()
print(run(a.__anext__(), 1), run(a.asend("x"), 2), run(a.athrow(KeyError("k")), 3, 4))
print(a.ag_running, a.ag_suspended, a.ag_frame is not None, a.ag_code.co_name, a.ag_await)
print(run(a.aclose(), 5), a.ag_frame, run(a.__anext__()), run(a.aclose()), run(a.athrow(ValueError)))
a = agen()
n = a.__anext__()
print(n.send(None), run(a.__anext__()), run(a.aclose()), a.ag_running)
try: n.send("done")
except StopIteration as e: print("item", e.value)
print(run(n), a.ag_running)
s = a.asend(1)
try: s.close()
except RuntimeError as e: print(e)
print(run(s))
t = a.aclose()
print(t.send(None))
try: t.throw(LookupError("l"))
except LookupError as e: print(repr(e))
print(run(t), run(a.__anext__()))


async def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


i = ignores()
run(i.__anext__())
print(run(i.aclose()))


async def raises(e):
    yield 1
    raise e


for e in (StopIteration(5), StopAsyncIteration(6), ValueError(7)):
    r = raises(e)
    run(r.__anext__())
    print(run(r.__anext__()), run(r.__anext__()))
print(run(agen().asend(1)))
print(run(anext(agen(), "default"), 1), run(anext(raises(1)), 0))
done = raises(None)
run(done.aclose())
print(run(anext(done, "default")), type(anext(done, 0)).__name__, type(done.asend(0)).__name__, type(done.aclose()).__name__)
try: anext([])
except TypeError as e: print(e)
try: aiter([])
except TypeError as e: print(e)
seen = []
sys.set_asyncgen_hooks(firstiter=lambda g: seen.append(("first", g.__name__)), finalizer=lambda g: seen.append(("final", g.__name__)))
print(sys.get_asyncgen_hooks().firstiter is not None)
h = agen()
run(h.__anext__(), 1)
del h
print(seen)
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks())
