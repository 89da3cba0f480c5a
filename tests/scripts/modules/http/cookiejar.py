"""http.cookiejar: what is taken and sent back, files, dates, header words."""
import http.cookiejar as cj, io, os, tempfile, urllib.request
from email import message_from_string

class Answer:
    def __init__(self, *headers): self.headers = message_from_string("".join(h + "\n" for h in headers) + "\n")
    def info(self): return self.headers

def visit(jar, url, *set_cookies):
    request = urllib.request.Request(url)
    jar.add_cookie_header(request)
    sent = request.get_header("Cookie", "")
    jar.extract_cookies(Answer(*(f"Set-Cookie: {text}" for text in set_cookies)), request)
    return sent

jar = cj.CookieJar()
print(repr(visit(jar, "http://www.acme.com/", "a=1", "b=2; path=/shop", "c=3; domain=.acme.com", "s=4; secure")))
print(visit(jar, "http://www.acme.com/shop/x", "a=new", "d=5; max-age=100; HttpOnly", "gone=1; max-age=0"))
print(visit(jar, "http://www.acme.com/shopping"), "|", visit(jar, "https://www.acme.com/"), "|", visit(jar, "http://x.acme.com/"), "|", visit(jar, "http://acme.org/"))
print(visit(jar, "http://evil.com/", "z=1; domain=.acme.com", "y=2; domain=.com", 'q="quoted value"; version=1'))
print(jar)
print(len(jar), sorted(c.name for c in jar), [c.has_nonstandard_attr("HttpOnly") for c in jar if c.name == "d"])
jar.clear("www.acme.com", "/shop", "b")
jar.clear_session_cookies()
print(sorted(c.name for c in jar))
for args in ((None, None, "x"), (None, "/", None), ("nowhere",)):
    try:
        jar.clear(*args)
    except Exception as e:
        print(type(e).__name__, e)

policy = cj.DefaultCookiePolicy(blocked_domains=["blocked.com", ".ads.net"], rfc2965=True, strict_ns_domain=cj.DefaultCookiePolicy.DomainStrict)
jar = cj.CookieJar(policy)
for url in ("http://blocked.com/", "http://x.ads.net/", "http://ads.net/", "http://fine.com/"):
    visit(jar, url, "k=v")
print(sorted(c.domain for c in jar), policy.is_blocked("y.ads.net"), policy.is_not_allowed("a.b"))

with tempfile.TemporaryDirectory() as folder:
    for kind in (cj.LWPCookieJar, cj.MozillaCookieJar):
        name = os.path.join(folder, kind.__name__)
        jar = kind(name)
        visit(jar, "http://www.acme.com/", "keep=1; expires=Wed, 01-Jan-2098 10:00:00 GMT; path=/p", "session=2", 'odd="a;b"; Version=1; HttpOnly')
        jar.save(ignore_discard=True)
        print(open(name).read())
        again = kind(name)
        again.load()
        print(again)
        again.revert(ignore_discard=True)
        print(again, oct(os.stat(name).st_mode & 0o777))
        with open(name, "w") as f:
            f.write("nonsense\n")
        try:
            again.load()
        except cj.LoadError as e:
            print(str(e).replace(folder, "FOLDER"), len(again))
try:
    cj.LWPCookieJar().save()
except ValueError as e:
    print(e)
for text in ("Wed, 09 Feb 1994 22:23:32 GMT", "Tuesday, 08-Feb-94 14:15:29 GMT", "08-Feb-1994", "09 Feb 1994 22:23 PST", "32 Feb 1994", "1 Foo 2000", "09 Feb 1994 22:23:32 -0100"):
    print(text, cj.http2time(text))
for text in ("1994-02-03 14:15:29 -0100", "1994-02-03", "19940203T141529Z", "nonsense", "1994-13-01"):
    print(text, cj.iso2time(text))
print(cj.time2isoz(0), cj.time2netscape(0))
print(cj.split_header_words(['foo="b\\"ar"; port="80,81"; discard, bar=baz', "a b c=d"]))
print(cj.join_header_words([[("a", "x y"), ("b", None)], [("c", 'q"')]]))
print(cj.parse_ns_headers(["a=b; expires=01 Jan 2040 22:23:32 GMT; path=/; Version=\"1\"", "", "c; secure"]))
