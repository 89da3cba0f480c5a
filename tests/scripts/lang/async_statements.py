# await, async for, async with, asynchronous comprehensions in all places; what the compiler refuses
class Wait:
    def __init__(self, *v): self.v = v
    def __await__(self):
        got = []
        for x in self.v: got.append((yield x))
        return got


def run(co):
    log = []
    try:
        v = None
        while True:
            v = co.send(v)
            log.append(v)
    except StopIteration as e:
        return log, e.value


class Count:
    def __init__(self, n): self.n, self.i = n, 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.i += 1
        await Wait(self.i)
        if self.i > self.n: raise StopAsyncIteration
        return self.i


class CM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    async def __aenter__(self):
        await Wait("enter " + self.name)
        return self.name
    async def __aexit__(self, *a):
        await Wait("exit " + self.name)
        print("exit", self.name, a[0])
        return self.swallow


async def loops():
    out = []
    async for x in Count(5):
        if x == 2: continue
        if x == 4: break
        async for y in Count(1):
            out.append((x, y))
        else:
            out.append("else")
    else:
        out.append("never")
    return out


async def loops2():
    out = []
    async for a, *b in pairs(): out.append((a, b))
    try:
        async for _ in Count(2):
            try: raise KeyError
            finally: out.append(await Wait("finally"))
    except KeyError: out.append("key")
    return out


async def pairs():
    yield 1, 2, 3
    yield "ab"


async def withs():
    async with CM("a") as a, CM("b", True) as b:
        print(a, b)
        raise ValueError
    async with CM("c"):
        return "returned"


async def with_loop():
    for i in range(3):
        async with CM(str(i)):
            if i == 1: break
            continue
    with_sync = []
    async with CM("last") as (with_sync[:]): pass
    return with_sync


async def comps():
    a = [x async for x in Count(2) if await f(x)]
    b = {x: y for x in [1, 2] async for y in Count(x)}
    c = {await f(x) for x in (1, 2)}
    d = [[y async for y in Count(x)] for x in (1, 2)]
    e = [v async for v in (await f(x) async for x in Count(2))]
    g = (x for x in await f([1, 2]))
    return a, b, c, d, e, list(g), f"{await f(1)!r:>{await f(3)}}", await f(await f(9)), [await f(0), *await f((1, 2))], (await f(5)) + await f(6)


async def f(x): return x
async def nested_handlers():
    try:
        try: raise ValueError(1)
        except ValueError:
            await Wait("w")
            raise TypeError(2)
    except TypeError as e:
        await Wait("x")
        return repr(e), repr(e.__context__)


print(run(loops2()), run(withs()), run(with_loop()), run(comps()), run(nested_handlers()), sep="\n")
lam = lambda: (x async for x in Count(1))
print(type(lam()).__name__, type((await_ for await_ in [])).__name__)
for text in (
    "await x", "def f(): await x", "lambda: await x", "class A: await x", "[await x for x in y]", "def f(): [x async for x in y]",
    "def f():\n async for x in y: pass", "def f():\n async with x: pass", "async for x in y: pass", "async def f(): yield from x",
    "async def f():\n yield\n return 1", "async def f(x=await y): pass", "async def f():\n def g(): await x", "async def f():\n lambda: await x",
    "async def f(): return [x async for x in y]", "async def f(): await = 1", "def f(): (x async for x in y)", "def f(): (await x for x in y)",
    "async def f():\n class A: await x", "async def f():\n [[x async for x in y] for z in w]", "x: await y", "def f(a: await x): pass", "type X = await y",
    "async def f(): {await x: await y}", "async with x: pass", "async x = 1", "async def f(): await", "async def f(): -await x ** await y",
    "async def f():\n (yield) + await x", "async def f(): return (yield)",
):
    try:
        compile(text, "<t>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), e.msg, e.lineno, e.offset)
