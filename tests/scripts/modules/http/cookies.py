"""http.cookies: values in quotes, attributes, what is refused."""
from http import cookies

c = cookies.SimpleCookie()
c["fig"] = "newton"
c["sugar"] = 'wa"fer; with \\ and \n'.replace("\n", "")
c["fig"]["path"] = "/cookie"
c["fig"]["max-age"] = 3600
c["fig"]["secure"] = c["fig"]["httponly"] = True
c["fig"]["comment"] = "needs quotes;"
c["fig"]["samesite"] = "Strict"
c["umlaut"] = "ä,;"
print(c)
print(repr(c), c.output(header="Cookie:", sep=" | ", attrs=["path"]))
print(c["fig"].OutputString(), repr(c["fig"]))
d = cookies.SimpleCookie('chips=ahoy; vienna="fin\\073ger \\"x\\""; $Path=/x; expires=Wed, 01 Jan 2020 12:00:00 GMT; a=b; Secure')
for k, m in d.items():
    print(k, repr(m.value), m.coded_value, {a: v for a, v in m.items() if v})
for text in ("a=b; nonsense; c=d", "path=/; a=b", "a=b; expires; c=d", "=x", "a = b ;c= d", "a=b=c; d=e", "a=1 b=2", 'a="open; b=c'):
    print(text, dict(cookies.SimpleCookie(text)))
m = cookies.Morsel()
for call in (lambda: m.set("path", "a", "a"), lambda: m.set("a b", "a", "a"), lambda: m.set("a", "\x01", "a"),
             lambda: m.__setitem__("color", 1), lambda: m.update({"path": "/\n"}), lambda: m.setdefault("nope")):
    try:
        call()
    except cookies.CookieError as e:
        print(e)
m.set("key", "value", "coded")
n = m.copy()
print(m == n, m is n, n == cookies.Morsel(), n.key, n.value, n.isReservedKey("Path"))
n |= {"Domain": "example.com"}
print(n, n.js_output().split('"')[3])
print(cookies.BaseCookie({"x": 7})["x"].value, cookies._unquote('"\\101\\\\"'), cookies._quote("a b"))
