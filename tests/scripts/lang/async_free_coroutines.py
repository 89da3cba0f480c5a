# coroutine objects without an event loop: send, close, errors
# stderr: ignore
async def f(x):
    return x + 1


c = f(1)
print(type(c).__name__, c.cr_code.co_name, f.__code__.co_flags & 0x80 != 0)
try:
    c.send(None)
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)


class Aw:
    def __init__(self, *v): self.v = v
    def __await__(self):
        got = []
        for x in self.v:
            got.append((yield x))
        return got


async def g():
    r = await Aw(1, 2)
    s = await f(10)
    return r, s


c = g()
print(c.send(None), c.send("a"))
try:
    c.send("b")
except StopIteration as e:
    print(e.value)
c = g()
c.send(None)
try:
    c.throw(ValueError("thrown"))
except ValueError as e:
    print(e)
c = g()
print(c.close())


def run(co):
    try:
        while True:
            co.send(None)
    except StopIteration as e:
        return e.value


async def agen(n):
    for i in range(n):
        yield i


async def use():
    out = [x async for x in agen(3)]
    async for y in agen(2):
        out.append(y * 10)
    else:
        out.append("else")
    return out, {k: v async for k, v in pairs()}, [await f(i) for i in range(2)]


async def pairs():
    yield 1, 2


class ACM:
    async def __aenter__(self): return "entered"
    async def __aexit__(self, *a): print("aexit", a[0]); return True


async def use_cm():
    async with ACM() as v, ACM():
        print(v)
        raise ValueError
    return "after"


print(run(use()), run(use_cm()))


async def bad_await(): await 5
async def bad_for():
    async for x in [1]: pass
async def bad_with():
    async with 5: pass
async def deco_exc():
    try:
        await Aw(1)
    finally:
        print("cleanup")


for b in (bad_await, bad_for, bad_with):
    try:
        run(b())
    except TypeError as e:
        print(e)
c = deco_exc()
c.send(None)
c.close()
ag = agen(2)
print(type(ag).__name__, run(ag.__anext__()), run(ag.asend(None)))
try: run(ag.__anext__())
except StopAsyncIteration as e: print(repr(e))
try:
    for x in f(1): pass
except TypeError as e: print(e)
try: next(g())
except TypeError as e: print(e)
try: iter(agen(1))
except TypeError as e: print(e)
