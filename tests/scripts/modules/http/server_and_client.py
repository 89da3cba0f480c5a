# stderr: ignore
"""http.server and http.client over loopback: kept connections, bodies of all kinds, chunks, errors, threads."""
import http.client, http.server, io, threading

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Test", "/1"

    def date_time_string(self, timestamp=None):
        return "Mon, 01 Jan 2024 00:00:00 GMT"

    def answer(self, code, body, **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/chunks":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (b"one", b"two" * 10, b"three"):
                self.wfile.write(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\nTrailer: x\r\n\r\n")
        elif self.path == "/close":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"until the end")
        elif self.path == "/missing":
            self.send_error(404)
        else:
            self.answer(200, f"GET {self.path}".encode(), X_One="1")

    def do_POST(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, b"%d:%s" % (len(body), body[:40]), X_Type=self.headers.get("Content-Type", "none"))

    def do_HEAD(self):
        self.send_response(204)
        self.end_headers()

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
thread = threading.Thread(target=server.serve_forever, args=(0.01,))
thread.start()
address = server.server_address

c = http.client.HTTPConnection(*address, timeout=10)
for path in ("/", "/a?b=c", "/chunks", "/missing", "/last"):
    c.request("GET", path, headers={"X-Ask": "yes"})
    r = c.getresponse()
    body = r.read()
    print(path, r.status, r.reason, r.version, len(body), body[:30], r.getheader("x-one"), r.isclosed())
c.request("HEAD", "/")
r = c.getresponse()
print(r.status, r.read(), r.getheaders())
for body in (b"bytes", "text", io.BytesIO(b"file" * 5), (b"it", b"er"), bytearray(b"array"), None):
    c.request("POST", "/", body=body)
    r = c.getresponse()
    print(r.status, r.read())
c.request("GET", "/close")
r = c.getresponse()
print(r.will_close, r.read(5), r.read(), r.read())
c.request("GET", "/again")
print(c.getresponse().read())
c.close()

# Reading in pieces.
c.request("GET", "/chunks")
r = c.getresponse()
buffer = bytearray(7)
print(r.readinto(buffer), bytes(buffer), r.read(3), r.peek(2)[:2], r.read1(4), r.readline(), r.read())
c.request("GET", "/abc")
r = c.getresponse()
print(r.length, r.read(4), r.length, list(r), r.fp)

# Wrong calls.
for call in (lambda: c.getresponse(), lambda: c.putheader("a", "b"), lambda: c.endheaders(),
             lambda: c.request("GET", "/a b"), lambda: c.request("G\nET", "/"),
             lambda: http.client.HTTPConnection("h:x"), lambda: c.send(3)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
c.close()
c.putrequest("GET", "/x", skip_host=True, skip_accept_encoding=True)
for name, values in (("Good", ("a", 1, b"c")), ("Ba d", ("x",)), ("Bad\r", ("x",)), ("Bad", ("x\ny",))):
    try:
        c.putheader(name, *values)
        print(c._buffer[-1])
    except ValueError as e:
        print(e)
c.close()

# Many threads, each with its own connection.
def ask(n):
    c = http.client.HTTPConnection(*address, timeout=10)
    for i in range(5):
        c.request("GET", f"/{n}/{i}")
        got.append(c.getresponse().read().decode())
    c.close()

got = []
threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(len(got), sorted(got) == sorted(f"GET /{n}/{i}" for n in range(8) for i in range(5)))
server.shutdown()
thread.join()
server.server_close()
