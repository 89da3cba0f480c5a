# Connections: pipes, listeners, clients, refusals.
import array
import multiprocessing as mp
import os
from multiprocessing import connection
from multiprocessing.connection import Client, Listener, wait

ctx = mp.get_context('fork')


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


def echo(conn, other):
    other.close()
    while True:
        try:
            conn.send_bytes(conn.recv_bytes())
        except EOFError:
            return


here, there = ctx.Pipe()
p = ctx.Process(target=echo, args=(there, here), daemon=True)
p.start()
there.close()
here.send({'a': [1, 2.5, None]})
print(here.poll(30), here.recv())
for size in (0, 1, 16384, 16385, 300_000):
    here.send_bytes(b'z' * size)
    print(len(here.recv_bytes()), end=' ')
print()
here.send_bytes(b'abcdef', 2)
print(here.recv_bytes())
here.send_bytes(b'abcdef', 2, 3)
print(here.recv_bytes())
here.send_bytes(array.array('i', [1, 2]))
print(here.recv_bytes())
buf = bytearray(10)
here.send_bytes(b'hello')
print(here.recv_bytes_into(buf, 3), buf)
arr = array.array('i', [0] * 4)
here.send_bytes(array.array('i', [5, 6]))
print(here.recv_bytes_into(arr, 4), arr)
here.send_bytes(b'too long for it')
refused(here.recv_bytes_into, bytearray(3))
for args in ((b'abc', -1), (b'abc', 4), (b'abc', 1, -1), (b'abc', 1, 3)):
    refused(here.send_bytes, *args)
refused(here.recv_bytes, -1)
print(here.poll(), here.poll(0.01), here.closed, here.readable, here.writable)
here.send_bytes(b'12345')
refused(here.recv_bytes, 4)
refused(here.recv)
here.close()
p.join(30)
print(p.exitcode, here.closed)
refused(here.fileno)
refused(here.send, 1)

reader, writer = ctx.Pipe(duplex=False)
print(reader.readable, reader.writable, writer.readable, writer.writable)
refused(reader.send, 1)
refused(writer.recv)
refused(writer.poll)
writer.send([1])
print(wait([reader], 5) == [reader], reader.recv(), wait([reader], 0.01))
with writer:
    pass
refused(reader.recv)
print(wait([reader]) == [reader])
refused(connection.Connection, -1)
refused(connection.Connection, 3, False, False)

# many at once
pairs = [ctx.Pipe(False) for _ in range(4)]
ps = [ctx.Process(target=lambda w=w, n=n: [w.send((n, i)) for i in range(5)])
      for n, (_, w) in enumerate(pairs)]
for p in ps:
    p.start()
for _, w in pairs:
    w.close()
readers = [r for r, _ in pairs]
got = []
while readers:
    for r in wait(readers):
        try:
            got.append(r.recv())
        except EOFError:
            readers.remove(r)
print(sorted(got))

# listeners
for family in ('AF_UNIX', 'AF_INET'):
    with Listener(family=family, authkey=b'key') as listener:
        def client(key):
            try:
                with Client(listener.address, authkey=key) as c:
                    c.send(os.getpid())
                    c.recv()
            except mp.AuthenticationError as error:
                print('client', error, flush=True)
        p = ctx.Process(target=client, args=(b'key',))
        p.start()
        with listener.accept() as c:
            print(family, c.recv() == p.pid, type(listener.last_accepted).__name__, flush=True)
            c.send(None)
        p.join()
        p = ctx.Process(target=client, args=(b'wrong',))
        p.start()
        refused(listener.accept)
        p.join()
    refused(listener.accept)
refused(Listener, authkey='text')
refused(connection.address_type, 3)
print(connection.address_type(('a', 1)), connection.address_type('/x'))
refused(Client, r'\\.\pipe\x')

# from another side of the program: descriptors
import socket
left, right = socket.socketpair()


def sends_socket(conn):
    conn.send(right)
    conn.recv()


here, there = ctx.Pipe()
p = ctx.Process(target=sends_socket, args=(there,))
p.start()
s = here.recv()
right.close()
here.send(None)
p.join()
left.sendall(b'through the other')
print(s.recv(100), s.family.name)
