async def f(x):
    async with x as y:
        async for i in y:
            await i
    return [j async for j in x]


async def g(x):
    yield await x
