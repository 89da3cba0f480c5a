"""Streams over loopback: lines, exact sizes, separators, limits, ends, servers and what they tell."""
import asyncio


async def serve(handler, **kwds):
    server = await asyncio.start_server(handler, '127.0.0.1', 0, **kwds)
    return server, server.sockets[0].getsockname()[1]


async def finish(server, *writers):
    for writer in writers:
        writer.close()
        await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def lines():
    async def handler(reader, writer):
        async for line in reader:
            writer.write(line.upper())
            await writer.drain()
        writer.write(b'bye')
        writer.close()
        await writer.wait_closed()

    server, port = await serve(handler)
    print(server.is_serving(), type(server).__name__, server.get_loop() is asyncio.get_running_loop())
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    print(writer.get_extra_info('peername') == ('127.0.0.1', port), writer.get_extra_info('nothing', 5))
    print(type(writer.get_extra_info('socket')).__name__, writer.can_write_eof(), writer.is_closing())
    writer.writelines([b'one\n', b'', b'two\nthr', b'ee\n'])
    for _ in range(3):
        print(await reader.readline())
    writer.write_eof()
    print(await reader.read(), reader.at_eof(), await reader.readline())
    await finish(server, writer)
    print(server.is_serving(), server.sockets)


async def pieces():
    async def handler(reader, writer):
        writer.write(b'abcdef;ghi--jkl' + b'x' * 100)
        await writer.drain()
        writer.close()

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    print(await reader.readexactly(3), await reader.readuntil(b';'), await reader.readuntil((b'--', b';')))
    print(await reader.read(0), await reader.readexactly(0), await reader.readexactly(3))
    for wrong in (lambda: reader.readexactly(-1), lambda: reader.readuntil(b''), lambda: reader.readuntil(())):
        try:
            await wrong()
        except ValueError as exc:
            print('ValueError', exc)
    try:
        await reader.readexactly(1000)
    except asyncio.IncompleteReadError as exc:
        print(exc, len(exc.partial), exc.expected)
    try:
        await reader.readuntil(b'z')
    except asyncio.IncompleteReadError as exc:
        print(exc, exc.partial, exc.expected)
    await finish(server, writer)


async def limits():
    async def handler(reader, writer):
        writer.write(b'a' * 50 + b'\n' + b'short\n' + b'b' * 300)
        writer.close()

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection('127.0.0.1', port, limit=20)
    while not reader._eof and len(reader._buffer) < 40:
        await asyncio.sleep(0.001)
    try:
        await reader.readuntil(b'\n')
    except asyncio.LimitOverrunError as exc:
        print(type(exc).__name__, str(exc).split(',')[0])
    print((await reader.readexactly(51))[-3:], await reader.readline())
    try:
        await reader.readline()
    except ValueError as exc:
        print('ValueError', str(exc).split(',')[0])
    await finish(server, writer)
    try:
        asyncio.StreamReader(limit=0)
    except ValueError as exc:
        print(exc)


async def by_hand():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=10, loop=loop)
    print(reader, reader.at_eof(), reader.exception())
    reader.feed_data(b'')
    reader.feed_data(b'data')
    print(reader)
    waiting = loop.create_task(reader.readexactly(8))
    await asyncio.sleep(0)
    try:
        await reader.readexactly(9)
    except RuntimeError as exc:
        print(exc)
    reader.feed_data(b'more')
    print(await waiting)
    reader.feed_eof()
    print(reader, reader.at_eof())
    try:
        reader.feed_data(b'x')
    except AssertionError as exc:
        print('AssertionError', exc)
    failed = asyncio.StreamReader(loop=loop)
    waiting = loop.create_task(failed.read(1))
    await asyncio.sleep(0)
    failed.set_exception(ValueError('broken'))
    for attempt in (waiting, failed.readline(), failed.read(), failed.readexactly(1), failed.readuntil()):
        try:
            await attempt
        except ValueError as exc:
            print(exc, end=' ')
    print()


async def servers():
    seen = []

    def plain(reader, writer):
        seen.append((type(reader).__name__, type(writer).__name__))
        writer.write(b'plain')
        writer.close()

    server, port = await serve(plain)
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    print(await reader.read(), seen)
    await finish(server, writer)
    # Serving until cancelled.
    server, port = await serve(plain, start_serving=False)
    print(server.is_serving())
    task = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0)
    try:
        await server.serve_forever()
    except RuntimeError as exc:
        print(str(exc).replace(str(port), 'PORT').split('=')[0], str(exc)[-44:])
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print('cancelled', server.is_serving())
    try:
        await server.serve_forever()
    except RuntimeError as exc:
        print(exc)
    # A context manager closes it; connections can be closed from the server's side.
    stay = asyncio.Event()

    async def waiting(reader, writer):
        stay.set()
        print('server got', await reader.read())

    server, port = await serve(waiting)
    async with server:
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        await stay.wait()
        server.close_clients()
        print('client got', await reader.read())
        writer.close()
        await writer.wait_closed()
    print(server.is_serving())


async def errors():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print('handler:', context['message'], repr(context['exception'])))

    async def failing(reader, writer):
        raise KeyError('in handler')

    def failing_at_once(reader, writer):
        raise IndexError('at once')

    for handler in (failing, failing_at_once):
        server, port = await serve(handler)
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        print(await reader.read())
        await finish(server, writer)
    loop.set_exception_handler(None)


async def main():
    for part in (lines, pieces, limits, by_hand, servers, errors):
        print('--', part.__name__)
        await asyncio.wait_for(part(), 20)


asyncio.run(main())
