"""Transports and protocols: order of calls, flow control, closing, buffers of the protocol's own, datagrams, arguments."""
import asyncio
import socket


class Talk(asyncio.Protocol):
    def __init__(self, name):
        self.name = name
        self.calls = []
        self.data = bytearray()
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.calls.append('made')

    def data_received(self, data):
        self.data += data
        if not self.calls or self.calls[-1] != 'data':
            self.calls.append('data')

    def eof_received(self):
        self.calls.append('eof')

    def pause_writing(self):
        self.calls.append('pause')

    def resume_writing(self):
        self.calls.append('resume')

    def connection_lost(self, exc):
        self.calls.append(f'lost {exc}')
        self.done.set_result(None)


async def pair(first, second):
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    one, _ = await loop.create_connection(lambda: first, sock=a)
    two, _ = await loop.connect_accepted_socket(lambda: second, b)
    return one, two


async def order():
    first, second = Talk('a'), Talk('b')
    one, two = await pair(first, second)
    print(one.get_protocol() is first, one.is_reading(), one.get_write_buffer_limits(), one.get_write_buffer_size())
    one.write(b'hello')
    one.write(bytearray(b' '))
    one.write(memoryview(b'world'))
    one.write(b'')
    one.writelines([b'!', bytearray(b'?')])
    one.write_eof()
    try:
        one.write(b'late')
    except RuntimeError as exc:
        print(exc)
    try:
        one.write('text')
    except TypeError as exc:
        print(exc)
    await asyncio.gather(first.done, second.done)
    print(bytes(second.data), first.calls, second.calls)
    print(one.is_closing(), one.is_reading())
    one.close()
    one.abort()


async def flow():
    first, second = Talk('a'), Talk('b')
    one, two = await pair(first, second)
    for wrong in ({'high': 1, 'low': 2}, {'high': -1}):
        try:
            one.set_write_buffer_limits(**wrong)
        except ValueError as exc:
            print(exc)
    one.set_write_buffer_limits(low=10)
    print(one.get_write_buffer_limits())
    one.set_write_buffer_limits(high=4000)
    print(one.get_write_buffer_limits())
    two.pause_reading()
    two.pause_reading()
    print(two.is_reading())
    block = bytes(range(256)) * 4096
    one.write(block)
    print('pause' in first.calls, one.get_write_buffer_size() > 0)
    one.close()
    one.write(b'after close is still queued or dropped')
    two.resume_reading()
    await asyncio.gather(first.done, second.done)
    print(bytes(second.data[:len(block)]) == block, first.calls[-1], second.calls[-1])
    first, second = Talk('a'), Talk('b')
    one, two = await pair(first, second)
    two.pause_reading()
    one.write(block)
    one.abort()
    await first.done
    print(first.calls, one.get_write_buffer_size())
    two.abort()
    await second.done


async def buffered():
    class Own(asyncio.BufferedProtocol):
        def __init__(self):
            self.buffer = bytearray(4)
            self.got = []
            self.done = asyncio.get_running_loop().create_future()

        def get_buffer(self, sizehint):
            return self.buffer

        def buffer_updated(self, nbytes):
            self.got.append(bytes(self.buffer[:nbytes]))

        def connection_lost(self, exc):
            self.done.set_result(exc)

    first, second = Talk('a'), Own()
    one, two = await pair(first, second)
    one.write(b'abcdefghij')
    one.write_eof()
    print(await second.done, b''.join(second.got), max(map(len, second.got)))
    await first.done

    class Empty(Own):
        def get_buffer(self, sizehint):
            return b''

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print('handler:', context['message'], repr(context['exception'])))
    first, second = Talk('a'), Empty()
    one, two = await pair(first, second)
    one.write(b'x')
    print(repr(await second.done))
    await first.done

    class Failing(Talk):
        def data_received(self, data):
            raise ZeroDivisionError('in data_received')

    first, second = Talk('a'), Failing('b')
    one, two = await pair(first, second)
    one.write(b'x')
    await asyncio.gather(first.done, second.done)
    print(second.calls)
    loop.set_exception_handler(None)


async def datagrams():
    class Echo(asyncio.DatagramProtocol):
        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, addr):
            self.transport.sendto(data[::-1], addr)

    class Client(asyncio.DatagramProtocol):
        def __init__(self):
            self.got = asyncio.Queue()
            self.done = asyncio.get_running_loop().create_future()

        def datagram_received(self, data, addr):
            self.got.put_nowait((data, addr))

        def error_received(self, exc):
            self.got.put_nowait(exc)

        def connection_lost(self, exc):
            self.done.set_result(exc)

    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=('127.0.0.1', 0))
    address = server.get_extra_info('sockname')
    client, protocol = await loop.create_datagram_endpoint(Client, remote_addr=address)
    client.sendto(b'abc')
    data, source = await protocol.got.get()
    print(data, source == address, client.get_extra_info('peername') == address)
    client.sendto(bytearray(b'xyz'), address)
    print((await protocol.got.get())[0])
    for wrong in (lambda: client.sendto('text'), lambda: client.sendto(b'x', ('127.0.0.1', 1))):
        try:
            wrong()
        except (TypeError, ValueError) as exc:
            print(type(exc).__name__, str(exc).replace(str(address[1]), 'PORT'))
    client.close()
    server.close()
    print(await protocol.done, client.is_closing())
    for kwds in ({}, {'local_addr': 'x'}, {'local_addr': ('127.0.0.1', 0), 'sock': 1}):
        try:
            await loop.create_datagram_endpoint(Client, **kwds)
        except (ValueError, TypeError, AttributeError) as exc:
            print(type(exc).__name__, exc)


async def arguments():
    loop = asyncio.get_running_loop()
    sock = socket.socket()
    datagram = socket.socket(type=socket.SOCK_DGRAM)
    make = lambda: Talk('x')
    for call in (
        lambda: loop.create_connection(make),
        lambda: loop.create_connection(make, '127.0.0.1', 1, sock=sock),
        lambda: loop.create_connection(make, sock=datagram),
        lambda: loop.create_connection(make, '127.0.0.1', 1, server_hostname='h'),
        lambda: loop.create_connection(make, '127.0.0.1', 1, ssl_handshake_timeout=1),
        lambda: loop.create_connection(make, sock=sock, ssl=True),
        lambda: loop.create_server(make),
        lambda: loop.create_server(make, '127.0.0.1', 1, sock=sock),
        lambda: loop.create_server(make, '127.0.0.1', 1, ssl=True),
        lambda: loop.create_server(make, sock=datagram),
        lambda: loop.create_server(make, '127.0.0.1', 1, ssl_shutdown_timeout=1),
        lambda: loop.connect_accepted_socket(make, datagram),
        lambda: loop.create_unix_connection(make),
        lambda: loop.create_unix_connection(make, 'p', sock=sock),
        lambda: loop.create_unix_connection(make, sock=sock),
        lambda: loop.create_unix_server(make),
        lambda: loop.create_unix_server(make, sock=sock),
        lambda: loop.subprocess_shell(make, 5),
        lambda: loop.subprocess_exec(make, 'x', bufsize=1),
        lambda: loop.subprocess_exec(make, 'x', text=True),
    ):
        try:
            await call()
        except (ValueError, TypeError) as exc:
            print(type(exc).__name__, str(exc).split(', got')[0])
    sock.close()
    datagram.close()
    # Nobody listens.
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    for kwds in ({}, {'happy_eyeballs_delay': 0.01}, {'all_errors': True}):
        try:
            await loop.create_connection(make, '127.0.0.1', port, **kwds)
        except OSError as exc:
            print(type(exc).__name__, exc.errno)
        except ExceptionGroup as group:
            print(group.message, [type(exc).__name__ for exc in group.exceptions])


async def main():
    for part in (order, flow, buffered, datagrams, arguments):
        print('--', part.__name__)
        await asyncio.wait_for(part(), 20)


asyncio.run(main())
