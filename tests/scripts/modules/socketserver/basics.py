# stderr: ignore
"""socketserver: plain, threading and datagram servers; a handler that fails; shutdown from another thread."""
import socket, socketserver, threading

class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line == b"fail\n": raise ValueError("asked to")
            self.wfile.write(line.strip().upper() + b"\n")

def ask(address, *lines):
    with socket.create_connection(address) as s, s.makefile("rwb") as f:
        out = []
        for line in lines:
            f.write(line + b"\n"); f.flush()
            out.append(f.readline())
        return out

class Quiet(socketserver.ThreadingTCPServer):
    def handle_error(self, request, client_address):
        import sys
        print("handler failed:", repr(sys.exception()))

for cls in (socketserver.TCPServer, socketserver.ThreadingTCPServer, Quiet):
    with cls(("127.0.0.1", 0), Upper) as server:
        t = threading.Thread(target=server.serve_forever, args=(0.01,))
        t.start()
        print(cls.__name__, ask(server.server_address, b"a", b"b c"))
        if cls is Quiet: print(ask(server.server_address, b"x", b"fail"))
        if cls is not socketserver.TCPServer:
            got, ts = [], []
            for n in range(8):
                ts.append(threading.Thread(target=lambda n=n: got.append(ask(server.server_address, b"n%d" % n)[0])))
            for x in ts: x.start()
            for x in ts: x.join()
            print(sorted(got))
        server.shutdown()
        t.join()
    print(server.fileno())

class Echo(socketserver.DatagramRequestHandler):
    def handle(self): self.wfile.write(self.rfile.read()[::-1])
with socketserver.UDPServer(("127.0.0.1", 0), Echo) as server:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"abc", server.server_address)
        server.handle_request()
        print(s.recv(10))
    server.timeout = 0.01
    server.handle_timeout = lambda: print("nothing came")
    server.handle_request()
