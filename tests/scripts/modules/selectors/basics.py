"""Selectors: registration, readiness, errors, a server with one thread."""
import selectors, socket, threading, time

for cls in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    a, b = socket.socketpair()
    with cls() as s:
        key = s.register(a, selectors.EVENT_READ, data="d")
        print(cls.__name__, key.data, key.events, s.get_key(a) == key, len(s.get_map()), a in s.get_map())
        print(s.select(0), s.select(0.01))
        b.send(b"x")
        print([(k.data, e) for k, e in s.select(5)])
        s.modify(a, selectors.EVENT_READ | selectors.EVENT_WRITE, "e")
        print([(k.data, e) for k, e in s.select(5)])
        for bad in (lambda: s.register(a, 1), lambda: s.register(b, 0), lambda: s.register(b, 99), lambda: s.register(-1, 1), lambda: s.register("x", 1), lambda: s.unregister(b), lambda: s.modify(b, 1), lambda: s.get_key(b)):
            try: print(bad())
            except Exception as e: print(type(e).__name__, str(e).split("fd=")[0].split("<")[0])
        s.unregister(a)
        print(len(s.get_map()))
    try: s.get_key(a)
    except RuntimeError as e: print(e)
    a.close(); b.close()

sel = selectors.DefaultSelector()
server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
sel.register(server, selectors.EVENT_READ)
done = 0

def client(n, out):
    with socket.create_connection(server.getsockname()) as c:
        c.sendall(b"hello %d" % n)
        c.shutdown(socket.SHUT_WR)
        out[n] = c.recv(100)

out = {}
ts = [threading.Thread(target=client, args=(n, out)) for n in range(6)]
for t in ts: t.start()
while done < 6:
    for key, _ in sel.select(10):
        if key.fileobj is server:
            c, _ = server.accept()
            c.setblocking(False)
            sel.register(c, selectors.EVENT_READ, [])
        else:
            data = key.fileobj.recv(3)
            if data:
                key.data.append(data)
            else:
                sel.unregister(key.fileobj)
                key.fileobj.sendall(b"".join(key.data).upper())
                key.fileobj.close()
                done += 1
for t in ts: t.join()
sel.close(); server.close()
print(sorted(out.items()))
