"""http.client on answers as they come: bad status lines, limits, unfinished bodies, several headers of a name."""
import http, http.client, io

class Socket:
    def __init__(self, data): self.data = data
    def makefile(self, mode): return io.BufferedReader(io.BytesIO(self.data))

def answer(data, method="GET"):
    r = http.client.HTTPResponse(Socket(data), method=method)
    r.begin()
    return r

for data in (b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 99 x\r\n\r\n", b"HTTP/2.0 200 x\r\n\r\n",
             b"HTTP/1.1 200 " + b"x" * 70000 + b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 101 + b"\r\n",
             b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70000 + b"\r\n\r\n"):
    try:
        answer(data)
    except Exception as e:
        print(type(e).__name__, str(e)[:80])

r = answer(b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 200  Fine \r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"
           b"X-Long: one\r\n two\r\nContent-Length: 3\r\n\r\nabcdef")
print(r.status, repr(r.reason), r.getheader("set-cookie"), repr(r.getheader("x-long")), r.getheader("no", "default"))
print(r.getheaders(), r.msg.get_all("set-cookie"), r.read(), r.isclosed(), r.read())

for data in (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
             b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
             b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n"):
    r = answer(data)
    try:
        r.read()
    except http.client.IncompleteRead as e:
        print(repr(e), e, e.partial, e.expected)
for data in (b"HTTP/1.0 200 OK\r\n\r\nall", b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
             b"HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nab",
             b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nab"):
    r = answer(data)
    print(r.version, r.status, r.length, r.will_close, r.read())
r = answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD")
print(r.length, r.read(), r.isclosed())
print(http.client.responses[404], http.client.NOT_FOUND, http.HTTPStatus(418).phrase)
print(http.client.parse_headers(io.BytesIO(b"A: 1\r\nB: \xe9\r\n\r\nrest")).items())
