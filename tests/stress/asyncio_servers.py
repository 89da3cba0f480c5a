"""Threads with an event loop each: every one serves the others' clients over loopback, echoing lines."""
import asyncio
import threading

THREADS = 6
CLIENTS = 4
ROUNDS = 25

ports = [None] * THREADS
served = [0] * THREADS
ready = threading.Barrier(THREADS)
finished = threading.Barrier(THREADS)
right = []


async def client(own, number):
    target = ports[(own + number + 1) % THREADS]
    reader, writer = await asyncio.open_connection('127.0.0.1', target)
    good = 0
    for i in range(ROUNDS):
        line = f'{own} {number} {i}'.encode() + b'x' * (i * 37) + b'\n'
        writer.write(line)
        await writer.drain()
        good += await reader.readline() == line.swapcase()
    writer.close()
    await writer.wait_closed()
    right.append(good)


async def main(own):
    async def handler(reader, writer):
        async for line in reader:
            served[own] += 1
            writer.write(line.swapcase())
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(handler, '127.0.0.1', 0)
    ports[own] = server.sockets[0].getsockname()[1]
    await asyncio.to_thread(ready.wait)
    await asyncio.gather(*[client(own, number) for number in range(CLIENTS)])
    # Others may still be talking to this server.
    await asyncio.to_thread(finished.wait)
    server.close()
    await server.wait_closed()


threads = [threading.Thread(target=asyncio.run, args=(main(own),)) for own in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(right), set(right), sum(served), sum(served) == THREADS * CLIENTS * ROUNDS)
