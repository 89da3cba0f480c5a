# stderr: ignore
"""urllib.request over loopback: GET and POST, headers, redirections, errors, passwords, cookies, proxies, data and file URLs."""
import base64, http.server, os, tempfile, threading, urllib.error, urllib.parse, urllib.request
from urllib.request import Request, build_opener, urlopen

class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, code, text, *headers):
        body = text.encode()
        self.send_response(code)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        if self.path.startswith("http://"):
            self.answer(200, f"proxied {self.path} {self.headers.get('Proxy-Authorization')}")
        elif path == "/to":
            self.answer(int(query), "moved", ("Location", "/target?%C3%A9 x"))
        elif path == "/loop":
            self.answer(302, "again", ("Location", "/loop"))
        elif path == "/file":
            self.answer(302, "x", ("Location", "file:///etc/passwd"))
        elif path == "/basic":
            wanted = "Basic " + base64.b64encode(b"user:secret").decode()
            if self.headers.get("Authorization") == wanted:
                self.answer(200, "welcome")
            else:
                self.answer(401, "who?", ("WWW-Authenticate", 'Basic realm="here"'))
        elif path == "/digest":
            text = self.headers.get("Authorization", "")
            if text.startswith("Digest "):
                fields = urllib.request.parse_keqv_list(urllib.request.parse_http_list(text[7:]))
                self.answer(200, " ".join(f"{k}={fields.get(k)}" for k in ("username", "realm", "uri", "qop", "nc", "algorithm")))
            else:
                self.answer(401, "who?", ("WWW-Authenticate", 'Digest realm="there", nonce="n1", qop="auth", algorithm=MD5'))
        elif path == "/cookie":
            self.answer(200, self.headers.get("Cookie", "none"), ("Set-Cookie", "a=b; path=/"))
        elif path == "/error":
            self.answer(int(query), "sorry")
        else:
            self.answer(200, " ".join((self.command, self.path, self.headers.get("User-Agent", "").split("/")[0], self.headers.get("X-Own", "-"), self.headers["Connection"])))

    do_HEAD = do_DELETE = do_GET

    def do_POST(self):
        if self.headers.get("Transfer-Encoding"):
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/to":
            self.answer(303, "x", ("Location", "/after"))
        else:
            self.answer(200, f"{self.headers['Content-Type']} {body.decode()}")

for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
thread = threading.Thread(target=server.serve_forever, args=(0.01,))
thread.start()
port = server.server_port
base = f"http://127.0.0.1:{port}"

def show(text):
    return str(text).replace(str(port), "PORT")

def get(request, opener=None, **kw):
    try:
        with (opener.open if opener else urlopen)(request, timeout=10, **kw) as r:
            print(r.status, r.msg, show(r.url), show(r.read().decode()))
    except urllib.error.HTTPError as e:
        print(repr(e), e, e.code, e.reason, show(e.url), e.headers["content-length"], e.read()[:20])
        e.close()
    except urllib.error.URLError as e:
        print(type(e).__name__, e)

get(base + "/plain?x=1#part")
get(Request(base + "/own", headers={"x-own": "mine", "User-agent": "me/2"}))
get(Request(base + "/delete", method="DELETE"))
get(Request(base + "/head", method="HEAD"))
get(base + "/form", data=urllib.parse.urlencode({"a": "1 2"}).encode())
get(base + "/form", data=iter([b"in ", b"pieces"]))
for code in (301, 302, 303, 307, 308):
    get(f"{base}/to?{code}")
get(base + "/to", data=b"x")
get(base + "/loop"); get(base + "/file"); get(base + "/error?404"); get(base + "/error?503")
manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
manager.add_password(None, base, "user", "secret")
get(base + "/basic")
get(base + "/basic", build_opener(urllib.request.HTTPBasicAuthHandler(manager)))
get(base + "/digest", build_opener(urllib.request.HTTPDigestAuthHandler(manager)))
opener = build_opener(urllib.request.HTTPCookieProcessor)
get(base + "/cookie", opener); get(base + "/cookie", opener)
get("http://example.invalid/x", build_opener(urllib.request.ProxyHandler({"http": f"http://u:p%40@127.0.0.1:{port}"})))
for url in ("nothing", "unknown:x", "http:", "file://elsewhere.invalid/x", "file:///no/such/file", "data:,%20hi", "data:text/html;base64,PGI+", "data:a\nb,c"):
    try:
        with urlopen(url) as r:
            print(url, r.headers["content-type"], r.read(), r.url == url, r.getcode())
    except Exception as e:
        print(repr(url), type(e).__name__, e)
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "ä b.txt")
    with open(name, "w") as f:
        f.write("local")
    url = urllib.request.pathname2url(name, add_scheme=True)
    with urlopen(url) as r:
        print(r.read(), r.headers["content-type"], r.headers["content-length"], r.url == url, urllib.request.url2pathname(url, require_scheme=True) == name)
    calls = []
    got, headers = urllib.request.urlretrieve(base + "/x", name, lambda *a: calls.append(a))
    print(got == name, headers["content-length"], calls, show(open(name).read()))
r = Request("http://example.com:80/a%20b?c#d", data=b"x", headers={"content-type": "t"})
print(r.host, r.selector, r.fragment, r.type, r.get_method(), r.full_url, r.header_items(), r.origin_req_host, r.has_header("Content-type"), r.get_header("No", 7))
r.data = None
print(r.get_method(), r.has_proxy(), r.unverifiable)
print(urllib.request.getproxies_environment(), urllib.request.proxy_bypass_environment("x.local", {"no": "local, .org"}))
server.shutdown()
thread.join()
server.server_close()
