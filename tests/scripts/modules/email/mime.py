"""email.mime, email.header, email.charset, email.encoders: messages made from their contents."""
from email import charset, encoders, message_from_string
from email.header import Header, decode_header, make_header
from email.mime.application import MIMEApplication
from email.mime.audio import MIMEAudio
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

m = MIMEMultipart("alternative", boundary="=X=")
m["Subject"] = Header("Grüße an alle, die das hier lesen und sich über lange Zeilen freuen", "utf-8")
m["To"] = "a@example.com, b@example.com, c@example.com, d@example.com, e@example.com"
m.preamble = "for old readers"
m.attach(MIMEText("plain\n"))
m.attach(MIMEText("größer\n", "html"))
m.attach(MIMEText("latin größer\n" * 2, "plain", "iso-8859-1"))
m.attach(MIMEApplication(bytes(range(60)), Name="data.bin"))
m.attach(MIMEImage(b"\x89PNG\r\n\x1a\nrest"))
m.attach(MIMEAudio(b"RIFF1234WAVEfmt x", _encoder=encoders.encode_quopri))
m.attach(MIMEMessage(MIMEText("inner")))
b = MIMEBase("x", "y", p="q"); b.set_payload("raw"); encoders.encode_7or8bit(b); m.attach(b)
print(m.as_string())
print([p.get_content_type() for p in m.walk()])
again = message_from_string(m.as_string())
print([p.get_payload(decode=True) for p in again.walk() if not p.is_multipart()] == [p.get_payload(decode=True) for p in m.walk() if not p.is_multipart()])
for make in (lambda: MIMEImage(b"?"), lambda: MIMEAudio(b"?"), lambda: MIMEApplication(b"", None), lambda: MIMEMessage("x"), lambda: MIMEText("x").attach("y")):
    try:
        make()
    except TypeError as e:
        print(type(e).__name__, e)
h = Header("Hello", "us-ascii", header_name="X-Test", maxlinelen=40)
h.append("wörld", "iso-8859-1"); h.append("日本", "utf-8"); h.append(b"and ascii again, with, commas; and more words")
print(h.encode()); print(str(h), h == str(h), decode_header(h.encode()))
print(make_header(decode_header("=?iso-8859-1?q?p=F6stal?= plain =?utf-8?b?w6Q=?= =?utf-8?q?_=C3=B6?=")))
for bad in ("=?utf-8?b?a?=", "=?x?q?=41?= b", "no words"):
    try:
        print(decode_header(bad))
    except Exception as e:
        print(type(e).__name__, e)
print(Header("a" * 100 + " b", maxlinelen=50).encode(), Header("x\n y").encode())
try:
    Header("a\nInjected: x").encode()
except Exception as e:
    print(type(e).__name__, e)
for name in ("latin-1", "UTF-8", "ascii", "koi8-r", "unknown"):
    c = charset.Charset(name)
    print(repr(c), c.header_encoding, c.body_encoding, c.output_charset, c.get_body_encoding() if c.body_encoding else None, c == name)
print(charset.Charset("utf-8").header_encode("wörld"), charset.Charset("iso-8859-1").body_encode("grün = green\n"))
