"""email: reading messages with what is wrong with them, writing them back, headers and their parameters."""
import email, email.generator, email.iterators, io
from email import policy
from email.feedparser import FeedParser

text = """\
From nobody
Received: one
 two
Received: three
From: "A. Name" <a@example.com>
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?IGRhLg==?=
Content-Type: multipart/mixed; boundary="B B"; charset=x

preamble
--B B
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

R3LDvMOfZQ==
--B B
Content-Type: text/html; name*0*=utf-8'en'a%20; name*1*=%C3%A4; name*2=".html"
Content-Transfer-Encoding: quoted-printable
Content-Disposition: attachment; filename="x;y.html"

a=3Db=
c
--B B
Content-Type: message/rfc822

Subject: inner

inside
--B B--
epilogue
"""
m = email.message_from_string(text)
print(m.get_unixfrom(), m.keys(), m.get_all("received"), m["nothing"], len(m), "subject" in m)
email.iterators._structure(m)
for part in m.walk():
    print(part.get_content_type(), part.get_content_charset(), part.get_filename(), part.get_content_disposition(), repr(part.get_payload(decode=True)))
print(m.get_boundary(), repr(m.preamble), repr(m.epilogue), m.get_params(), m.get_payload(1).get_param("name"))
print(m.as_string(unixfrom=True) == text, bytes(m) == text.partition("\n")[2].encode())
p = FeedParser()
for char in text:
    p.feed(char)
print(p.close().as_string(unixfrom=True) == text)

broken = {
    "no boundary": "Content-Type: multipart/mixed\n\nx\n",
    "never begins": "Content-Type: multipart/mixed; boundary=X\n\nx\n",
    "never ends": "Content-Type: multipart/mixed; boundary=X\n\n--X\n\nx\n",
    "ends at once": "Content-Type: multipart/mixed; boundary=X\n\n--X--\n",
    "twice": "Content-Type: multipart/mixed; boundary=X\n\n--X\n--X\n\nx\n--X--",
    "no separator": "A: b\nno header\nC: d\n",
    "continuation": " x\nA: b\n\nbody",
    "envelope": "A: b\nFrom here\nC: d\n\nx",
    "empty name": ": x\nA: b\n\nx",
    "bad base64": "Content-Transfer-Encoding: base64\n\nYWJj*ZGV\n",
    "encoded multipart": "Content-Type: multipart/mixed; boundary=X\nContent-Transfer-Encoding: base64\n\n--X\n\nx\n--X--\n",
}
for name, source in broken.items():
    b = email.message_from_string(source)
    data = b.get_payload(decode=True)
    print(name, b.items(), b.is_multipart(), data, b.defects, repr(b.epilogue))
    try:
        email.message_from_string(source, policy=policy.strict).get_payload(decode=True)
        print("fine")
    except Exception as e:
        print("raised", repr(e))

m = email.message_from_string("Content-Type: text/plain; a=1\n\nx")
m.set_param("charset", "utf-8"); m.set_param("a", "two words"); m.set_param("f", "ä", charset="utf-8", language="de")
print(m["content-type"]); m.del_param("a"); m.set_type("text/html"); print(m.items())
m.add_header("X-Own", "v", some_param="p", flag=None); m.replace_header("x-own", "w"); print(m.items())
for call in (lambda: m.replace_header("no", "x"), lambda: m.set_type("x"), lambda: m.__setitem__("bad name", "x"), lambda: m.attach("x"), lambda: m.get_payload(0)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
data = b"Subject: caf\xc3\xa9\n\nb\xe9\n"
m = email.message_from_bytes(data)
print(repr(m["subject"]), str(m["subject"]), m.get_payload(), m.get_payload(decode=True), bytes(m) == data, repr(m.as_string()))
out = io.StringIO()
email.generator.DecodedGenerator(out).flatten(email.message_from_string(text))
print(out.getvalue())
out = io.StringIO()
email.generator.Generator(out, mangle_from_=True, maxheaderlen=30).flatten(email.message_from_string("Subject: a long subject, which has to be folded; here\n\nFrom me\n"))
print(out.getvalue())
