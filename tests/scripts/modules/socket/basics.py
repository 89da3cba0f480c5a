"""Sockets of all kinds on this machine: data, timeouts, errors, names."""
import socket, threading, time, selectors
print(repr(socket.AF_INET), socket.SOCK_STREAM, repr(socket.MSG_PEEK), socket.gaierror, socket.timeout, socket.gaierror.__mro__[1])
a,b=socket.socketpair()
print(a.family, a.type, a.proto); a.sendall(b"hello"); print(b.recv(3), b.recv(10)); 
b.settimeout(0.05)
try: b.recv(1)
except TimeoutError as e: print(type(e), e, e.errno)
b.setblocking(False)
try: b.recv(1)
except BlockingIOError as e: print(e)
print(b.gettimeout(), a.gettimeout())
f=a.makefile('rw'); f.write("line\nline2\n"); f.flush(); b.setblocking(True); g=b.makefile('r'); print(g.readline(), g.readline())
buf=bytearray(10); a.send(b"xyz"); print(b.recv_into(buf), buf); a.send(b"q"); print(b.recvfrom_into(memoryview(buf)[3:],2), buf)
a.shutdown(socket.SHUT_WR); print(b.recv(5)); f.close(); a.close(); g.close(); b.close(); print(a, a.fileno())
try: a.recv(1)
except OSError as e: print(e)
s=socket.create_server(("127.0.0.1",0)); port=s.getsockname()[1]
def serve():
    c,addr=s.accept()
    with c:
        d=c.recv(100); c.sendall(d*100000)
t=threading.Thread(target=serve); t.start()
with socket.create_connection(("localhost",port), timeout=5) as c:
    c.sendall(b"ab"); n=0
    while d:=c.recv(65536): n+=len(d)
    print(n, c.getpeername()==("127.0.0.1",port))
t.join(); print(str(s).replace(str(port),'PORT').replace(f'fd={s.fileno()}','fd=N')); s.close()
for args in ((("127.0.0.1",),), ("x",), (("127.0.0.1",99999),), (("127.0.0.1","x"),), ((5,1),)):
    x=socket.socket()
    try: x.bind(*args)
    except Exception as e: print(type(e), e)
    x.close()
x=socket.socket(socket.AF_INET6)
try: x.connect(("::1",1))
except OSError as e: print(type(e), e)
print(x.connect_ex(("::1",1))); x.close()
print(socket.getaddrinfo("127.0.0.1",80,type=socket.SOCK_STREAM), socket.getaddrinfo(None,"http",0,socket.SOCK_STREAM,0,socket.AI_PASSIVE)[:1])
try: socket.getaddrinfo("no.such.invalid",80)
except socket.gaierror as e: print(e.errno)
print(socket.inet_aton("1.2.3"), socket.inet_ntoa(b"\1\2\3\4"), socket.inet_pton(socket.AF_INET6,"::1")[-1:], socket.inet_ntop(socket.AF_INET6,b"\0"*15+b"\1"), socket.htons(1), socket.ntohl(1))
u=socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); u.bind("\0typhontest"); print(u.getsockname()); v=socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); v.sendto(b"dg", b"\0typhontest"); print(u.recvfrom(10), repr(v.getsockname())); u.close(); v.close()
d=socket.socket(type=socket.SOCK_DGRAM); d.bind(("",0)); e=socket.socket(type=socket.SOCK_DGRAM); e.sendto(b"q",("127.0.0.1",d.getsockname()[1])); print(d.recvfrom(5)[0]); d.close(); e.close()
print(socket.getservbyname("http","tcp"), socket.getservbyport(80), socket.getprotobyname("tcp"))
x=socket.socket(); x.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); print(x.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), x.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 4)); x.close()
sel=selectors.DefaultSelector(); a,b=socket.socketpair(); sel.register(a, selectors.EVENT_READ, "d"); print(sel.select(0)); b.send(b"1"); print([(k.data,e) for k,e in sel.select(1)]); sel.unregister(a); sel.close(); a.close(); b.close()
try: socket.socket(fileno=-1)
except ValueError as e: print(e)
try: socket.socket(fileno=999)
except OSError as e: print(e)
try: socket.socket(-5)
except OSError as e: print(e)
try: x=socket.socket(); x.settimeout(-1)
except ValueError as e: print(e)
x = socket.socket()
copy = x.dup()
print(copy.family is x.family, copy.fileno() != x.fileno(), x.detach() > 0, x.fileno(), copy.close())
for f in (socket.htons, socket.htonl):
    for v in (-1, 2**32, "x"):
        try: f(v)
        except Exception as e: print(f.__name__, type(e).__name__, e)
try: socket.inet_aton("1.2.3.4.5")
except OSError as e: print(e)
try: socket.inet_ntop(socket.AF_INET, b"123")
except ValueError as e: print(e)
a, b = socket.socketpair()
try: a.recv(-1)
except ValueError as e: print(e)
try: a.sendall("text")
except TypeError as e: print(e)
# Another thread closes its end while this one waits for data.
threading.Timer(0.05, b.close).start()
print(a.recv(10))
a.close()
# Many threads against one server.
server = socket.create_server(("127.0.0.1", 0))
def answer():
    for _ in range(40):
        c, _ = server.accept()
        with c, c.makefile("rwb") as f:
            f.write(f.readline().upper())
t = threading.Thread(target=answer); t.start()
got, lock = [], threading.Lock()
def ask(n):
    for i in range(10):
        with socket.create_connection(server.getsockname()) as c:
            c.sendall(b"ask %d %d\n" % (n, i))
            with lock: got.append(c.recv(100))
ts = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
for x in ts: x.start()
for x in ts: x.join()
t.join(); server.close()
print(len(got), sorted(got)[:3])
try: socket.create_connection(("127.0.0.1", server.getsockname()[1] if False else 1), timeout=5)
except OSError as e: print(type(e).__name__)
socket.setdefaulttimeout(0.02)
s = socket.create_server(("127.0.0.1", 0))
try: s.accept()
except TimeoutError as e: print(e, s.gettimeout())
s.close(); socket.setdefaulttimeout(None)
