# stderr: ignore
"""wsgiref: a server over loopback, handlers on files, headers, paths, the validator."""
import http.client, io, sys, threading
from wsgiref import handlers, headers, simple_server, types, util, validate

def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/fail": raise ValueError("asked to")
    if path == "/write":
        write = start_response("200 OK", [("Content-Type", "text/plain")])
        write(b"written "); return [b"returned"]
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
    text = f"{environ['REQUEST_METHOD']} {path} {environ['QUERY_STRING']} {body} {environ.get('HTTP_X_TWICE')} {environ['wsgi.url_scheme']}"
    start_response("201 Made", [("Content-Type", "text/plain"), ("X-Own", "1")])
    return [text.encode("latin-1")]

server = simple_server.make_server("127.0.0.1", 0, validate.validator(app))
thread = threading.Thread(target=server.serve_forever, args=(0.01,))
thread.start()
for method, path, body in (("GET", "/a%20b?q=1", None), ("POST", "/p", b"posted"), ("GET", "/fail", None), ("GET", "/write", None), ("DELETE", "/%C3%A9", None)):
    c = http.client.HTTPConnection(*server.server_address, timeout=10)
    c.request(method, path, body, {"X-Twice": "one"})
    r = c.getresponse()
    print(method, path, r.status, r.reason, r.version, r.read(), r.getheader("x-own"), r.getheader("content-length"))
    c.close()
server.shutdown(); thread.join(); server.server_close()

class Fixed(handlers.SimpleHandler):
    server_software = "Test/1"
    os_environ = {}
    def send_preamble(self):
        self.headers["Date"] = "now"
        super().send_preamble()

def run(application, **env):
    environ = {"REQUEST_METHOD": "GET"} | env
    util.setup_testing_defaults(environ)
    out, err = io.BytesIO(), io.StringIO()
    Fixed(io.BytesIO(), out, err, environ).run(application)
    print(out.getvalue().decode().split("\r\n"), err.getvalue().strip().splitlines()[-1:])

def with_status(status, response_headers, *body):
    def application(environ, start_response):
        start_response(status, response_headers)
        return list(body)
    return application

run(with_status("200 OK", [("A", "b")], b"one"))
run(with_status("200 OK", [("A", "b")], b"one", b"two"))
run(with_status("204 None", []))
run(with_status("200 OK", [], b"old"), SERVER_PROTOCOL="HTTP/0.9")
for status, hs in (("2", []), ("abc d", []), ("200OK", []), (200, []), ("200 OK", [("Connection", "close")]), ("200 OK", [("A", 1)]), ("200 OK\n", []), ("200 OK", [("A", "b\r")])):
    run(with_status(status, hs, b"x"))
run(lambda environ, start: [b"never started"])
run(lambda environ, start: environ["wsgi.file_wrapper"](io.BytesIO(b"x" * 10)) if start("200 OK", []) else None)

h = headers.Headers([("Content-Type", "a/b")])
h["X"] = "1"; h.add_header("Content-Disposition", "attachment", filename='a"b', flag=None, two_words="c d")
h.setdefault("X", "2"); h.setdefault("Y", "3")
print(h, bytes(h), repr(h), h["content-type"], "x" in h, h.get_all("X"), len(h), h.get("no", 7), h.keys())
del h["X"]; print(h.items())
for call in (lambda: headers.Headers(()), lambda: headers.Headers([("a", 1)]), lambda: h.__setitem__("a\n", "b"), lambda: h.__setitem__("a", "b\r")):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
for path in ("", "/", "/a/b", "//a", "/./b", "/a//b/", "x"):
    env = {"SCRIPT_NAME": "/s", "PATH_INFO": path}
    try:
        print(repr(path), repr(util.shift_path_info(env)), env)
    except IndexError as e:
        print(repr(path), e)
for env in ({}, {"HTTP_HOST": "h:1"}, {"SCRIPT_NAME": "/a b", "PATH_INFO": "/c;d?", "QUERY_STRING": "q"}, {"HTTPS": "on", "SERVER_NAME": "n", "HTTP_HOST": ""}, {"SERVER_PORT": "81", "HTTP_HOST": ""}):
    util.setup_testing_defaults(env)
    print(util.application_uri(env), util.request_uri(env), util.request_uri(env, include_query=False), env["SERVER_PORT"])
print(util.is_hop_by_hop("Upgrade"), util.is_hop_by_hop("X"), util.guess_scheme({"HTTPS": "1"}), list(util.FileWrapper(io.BytesIO(b"abcdef"), 4)))
def checked(application, **env):
    util.setup_testing_defaults(env)
    env.setdefault("QUERY_STRING", "")
    try:
        i = validate.validator(application)(env, lambda s, h, e=None: print)
        print(list(i)); i.close()
    except AssertionError as e:
        print("refused:", str(e)[:60])
checked(with_status("200 OK", [("Content-Type", "x/y")], b"fine"))
checked(with_status("200 OK", [], b"x")); checked(with_status("204 x", [("Content-Type", "x/y")])); checked(with_status("20 x", [])); checked(with_status("200 OK", [("Status", "x")]))
checked(with_status("200 OK", [("Content-Type", "x/y"), ("Bad_", "x")])); checked(lambda e, s: "text"); checked(lambda e, s: None); checked(lambda e, s: [b"x"]); checked(lambda e, s: [], SCRIPT_NAME="/", PATH_INFO="/")
checked(lambda e, s: e["wsgi.input"].read()); checked(lambda e, s: e["wsgi.errors"].close())
print(types.WSGIEnvironment, types.__all__)
