"""Servers at paths, files sent through transports, low-level socket operations, signals in the loop."""
import asyncio
import os
import signal
import socket
import tempfile
from contextlib import suppress


async def paths(folder):
    path = os.path.join(folder, 'socket')

    async def handler(reader, writer):
        writer.write(b'hello ' + await reader.readline())
        writer.close()

    server = await asyncio.start_unix_server(handler, path)
    print(os.path.exists(path), server.sockets[0].family.name)
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b'you\n')
    print(await reader.read(), writer.get_extra_info('peername') == path)
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    print(os.path.exists(path))
    # A file that is left over is replaced; a live address is not.
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(path)
    server = await asyncio.start_unix_server(handler, path, cleanup_socket=False)
    server.close()
    await server.wait_closed()
    print(os.path.exists(path))
    os.unlink(path)
    os.mkdir(path)
    try:
        await asyncio.start_unix_server(handler, path)
    except OSError as exc:
        print(exc.strerror.replace(folder, 'FOLDER'))
    os.rmdir(path)
    try:
        await asyncio.open_unix_connection(path)
    except FileNotFoundError as exc:
        print(type(exc).__name__, exc.strerror)


async def files(folder):
    loop = asyncio.get_running_loop()
    path = os.path.join(folder, 'file')
    content = bytes(range(256)) * 2000
    with open(path, 'wb') as file:
        file.write(content)
    got = asyncio.Queue()

    async def handler(reader, writer):
        got.put_nowait(await reader.read())
        writer.close()

    server = await asyncio.start_server(handler, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    for offset, count, fallback in ((0, None, True), (1000, 5000, True), (0, None, False)):
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        writer.write(b'head')
        with open(path, 'rb') as file:
            sent = await loop.sendfile(writer.transport, file, offset, count, fallback=fallback)
            position = file.tell()
        writer.write(b'tail')
        writer.close()
        end = len(content) if count is None else offset + count
        expected = b'head' + content[offset:end] + b'tail'
        print(sent, position, await got.get() == expected)
        await writer.wait_closed()
    with socket.socket() as sock, open(path, 'rb') as file, open(path) as text:
        sock.setblocking(False)
        await loop.sock_connect(sock, ('127.0.0.1', port))
        for wrong in ((text, 0, None), (file, 0, 0), (file, 0, 'x'), (file, -1, None), (file, 'x', None)):
            try:
                await loop.sock_sendfile(sock, *wrong)
            except (ValueError, TypeError) as exc:
                print(type(exc).__name__, exc)
        print(await loop.sock_sendfile(sock, file, 500_000))
    print(await got.get() == content[500_000:])
    server.close()
    await server.wait_closed()


async def sockets(folder):
    loop = asyncio.get_running_loop()
    with socket.create_server(('127.0.0.1', 0)) as listening, socket.socket() as client:
        listening.setblocking(False)
        client.setblocking(False)
        accepting = loop.create_task(loop.sock_accept(listening))
        await loop.sock_connect(client, listening.getsockname())
        connection, address = await accepting
        print(address == client.getsockname(), connection.gettimeout())
        with connection:
            receiving = loop.create_task(loop.sock_recv(client, 100))
            await asyncio.sleep(0)
            await loop.sock_sendall(connection, b'data')
            print(await receiving)
            buffer = bytearray(10)
            await loop.sock_sendall(connection, b'more')
            print(await loop.sock_recv_into(client, buffer), bytes(buffer))
            waiting = loop.create_task(loop.sock_recv(client, 1))
            await asyncio.sleep(0)
            waiting.cancel()
            with suppress(asyncio.CancelledError):
                await waiting
            calls = []
            loop.add_reader(client, lambda: (calls.append(client.recv(10)), loop.remove_reader(client)))
            loop.add_writer(connection, lambda: (connection.send(b'w'), loop.remove_writer(connection)))
            while not calls:
                await asyncio.sleep(0.001)
            print(calls, loop.remove_reader(client))


async def signals(folder):
    loop = asyncio.get_running_loop()
    came = asyncio.Queue()
    loop.add_signal_handler(signal.SIGUSR1, came.put_nowait, 'usr1')
    loop.add_signal_handler(signal.SIGALRM, came.put_nowait, 'alarm')
    os.kill(os.getpid(), signal.SIGUSR1)
    print(await came.get())
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    print(await came.get())
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    loop.remove_signal_handler(signal.SIGALRM)
    for wrong in ('x', 0, 1000, signal.SIGKILL):
        try:
            loop.add_signal_handler(wrong, print)
        except (TypeError, ValueError, RuntimeError) as exc:
            print(type(exc).__name__, exc)
    print(await asyncio.to_thread(in_thread))


def in_thread():
    async def inner():
        try:
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print)
        except RuntimeError as exc:
            return str(exc)

    return asyncio.run(inner())


async def names(folder):
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM)
    print(found)
    print(await loop.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))


async def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (paths, files, sockets, signals, names):
            print('--', part.__name__)
            await asyncio.wait_for(part(folder), 30)


asyncio.run(main())
