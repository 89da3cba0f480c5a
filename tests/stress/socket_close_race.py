"""Threads that read and write sockets which others close and detach meanwhile; every call ends in data or an OSError."""
import socket, threading

def use(s, errors):
    try:
        for i in range(50):
            s.settimeout(0.05)
            s.sendall(b"x" * 200)
            s.recv(100)
    except OSError: pass
    except BaseException as e: errors.append(e)

errors = []
for round in range(60):
    a, b = socket.socketpair()
    files = [a.makefile("rwb")]
    ts = [threading.Thread(target=use, args=(s, errors)) for s in (a, a, b, b)]
    for t in ts: t.start()
    if round % 3 == 0: b.close()
    if round % 3 == 1: b.shutdown(socket.SHUT_RDWR)
    if round % 3 == 2: socket.socket(fileno=b.detach()).close()
    for t in ts: t.join()
    for f in files: f.close()
    a.close(); b.close()
print(errors)
