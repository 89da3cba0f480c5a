"""urllib.parse: splitting, joining, quoting, queries."""
from urllib.parse import *

for u in ("http://user:pw@Host.org:8080/a/b;p?q=1&r=2#frag", "//host/x", "mailto:a@b.c", "path/only?x", "HTTP://[::1%eth0]:80/", "a:b:c", "", "?q", "#f", "http://h?q#", "file:///etc/x", " http://h\n/x ", "tel:+1;x=2", "1a://x", "http://h/a;b/c;d"):
    s, p = urlsplit(u), urlparse(u)
    print(repr(u), tuple(s), p.params, s.geturl(), p.geturl(), s.hostname, s.username, s.password)
    try: print(s.port)
    except ValueError as e: print(e)
for u in ("http://[::1/", "http://h:x/", "http://h:99999/", "http://[1.2.3.4]/", "http://x[::1]/", "http://[v1.a]/", "http://ex\u2100mple.c/"):
    try: print(urlsplit(u).port)
    except ValueError as e: print(e)
base = "http://a/b/c/d;p?q"
for r in "g:h g ./g g/ /g //g ?y g?y #s g#s g?y#s ;x g;x . ./ .. ../ ../g ../.. ../../g ../../../g /./g /../g g. .g g.. ..g ./../g ./g/. g/./h g/../h g;x=1/./y http:g".split() + [""]:
    print(r, urljoin(base, r))
print(urldefrag("http://a/b#c"), urljoin(b"http://a/b", b"c"), urlsplit(b"http://h:1/p").port, urlunsplit(("http", "h", "p", "q", "")), urlunparse(("s", "", "p", "x", "", "f")))
print(quote("a b/c?é~"), quote("a/b", safe=""), quote_plus("a b&c+d"), quote(b"\xff\x00"), unquote("a%20b%C3%A9%zz%"), unquote_plus("a+b%2B"), unquote_to_bytes("%ff%00a"), unquote("%ff", errors="strict") if 0 else unquote("%ff"))
print(urlencode({"a": 1, "b": "x y", "c": [1, 2]}), urlencode([("a", [1, "é"])], doseq=True), urlencode({"a": b"\xff"}, quote_via=quote))
print(parse_qs("a=1&b=2&a=3&c=&d"), parse_qsl("a=1&b=%20+&c=", keep_blank_values=True), parse_qs(b"a=%ff"), parse_qsl("a=1;b=2", separator=";"))
for f in (lambda: parse_qsl("a", strict_parsing=True), lambda: parse_qs("a=1&b=2", max_num_fields=1), lambda: parse_qsl("a", separator=""), lambda: urlencode("abc"), lambda: quote(b"a", encoding="x"), lambda: quote_from_bytes("a"), lambda: urljoin("a", b"b"), lambda: urlsplit(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
r = urlparse("http://h/p")
print(r, r._replace(path="/q").geturl(), r.encode(), r.encode().decode() == r, SplitResult("a", "b", "c", "d", "e").geturl(), DefragResult("u", "f").geturl())
