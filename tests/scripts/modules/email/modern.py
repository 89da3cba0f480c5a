"""EmailMessage, policies, header objects and content managers."""
import email, pickle
from email import policy
from email.headerregistry import Address, Group, HeaderRegistry
from email.message import EmailMessage

m = EmailMessage()
m["Subject"] = "Grüße: eine Betreffzeile, die so lang ist, dass sie gefaltet werden muss, und zwar mehrmals"
m["From"] = Address("Jörg Müller", "joerg", "example.com")
m["To"] = [Address("A, B", "a", "example.com"), Group("team", (Address("C", "c", "example.org"), Address("", "d e", "example.org")))]
m["Date"] = "Wed, 09 Feb 1994 22:23:32 -0100"
m["Message-ID"] = "<" + "x" * 80 + "@example.com>"
m.set_content("Grüße\nund eine Zeile\n")
m.add_related(b"\x89PNG", "image", "png", cid="<pic>")
m.add_alternative("<p>Grüße</p>\n", subtype="html")
m.add_attachment(b"data" * 30, maintype="application", subtype="octet-stream", filename="größe.bin")
m.add_attachment("text only\n", filename="notes.txt")
for n, part in enumerate(p for p in m.walk() if p.is_multipart()):
    part.set_boundary(f"=B{n}=")
print(m.as_string())
again = email.message_from_bytes(bytes(m), policy=policy.default)
print(again["subject"], "|", again["from"], again["from"].addresses, again["to"].groups, again["date"].datetime)
print(again.get_body(("plain",)).get_content(), again.get_body(("html",)).get_content_type(), [a.get_filename() for a in again.iter_attachments()], [a.get_content()[:8] for a in again.iter_attachments()])
print(again["content-type"].params["boundary"], again["content-type"].content_type, again.is_attachment(), [type(h).__mro__[1].__name__ for h in again.values()])

registry = HeaderRegistry()
def header(name, value):
    h = registry(name, value)
    print(name, repr(str(h)), h.defects)
    return h
header("Subject", "=?utf-8?q?a_=C3=A9?= =?utf-8?q?b?= c =?bad?x?y?= =?ascii?q?=FF?=")
for value in ("a@b", "Name <a@b>", '"Q. uoted" <"l o"@b.c> (comment)', "group: x@y, Z <z@y>;, last@b", "bad one, <>", "a b <x@y", "<@r.com:x@y>", "a.b . c@d (hi) . e", ",", "=?utf-8?q?=C3=A9?= <e@f>", "undisclosed:;", "a@[1.2.3.4]", "Dots A. B <a@b>"):
    h = header("To", value)
    print("   ", h.groups)
for value in ("text/plain; charset=utf-8", 'Text/HTML ; a="b\\"c"; d', "text", "", "a/b x; c=d", "x/y; n*0*=utf-8''%C3%A9; n*1=z; n*2*=%20", "x/y; f*=iso-8859-1'en'%E9; g=1; g=2", 'a/b; f*="utf-8\'\'%41"'):
    h = header("Content-Type", value)
    print("   ", h.content_type, dict(h.params))
header("Content-Disposition", 'attachment; filename="a b"').content_disposition
header("Content-Disposition", "???")
header("Content-Transfer-Encoding", "Base64 extra")
for value in ("1.0", "1 . (c) 1", "1", "x.y", "1.0 junk"):
    print("   ", header("MIME-Version", value).version)
header("Date", "nonsense"); header("Date", ""); header("Message-ID", "<a@b> x"); header("References", "<a@b>, <c@d> broken")
for value in ("x" * 90, "word " * 30, "wörter " * 20, "a" * 40 + " " + "ü" * 60):
    print(registry("Subject", value).fold(policy=policy.default))
print(registry("To", ", ".join(f"Person Number {n} <p{n}@example.com>" for n in range(6))).fold(policy=policy.default))
print(registry("Content-Disposition", 'attachment; filename="' + "long name " * 12 + '.txt"').fold(policy=policy.default))
print(registry("Subject", "wörter").fold(policy=policy.SMTPUTF8))
h = pickle.loads(pickle.dumps(again["to"]))
print(h == again["to"], h.addresses == again["to"].addresses)

for call in (lambda: m.__setitem__("Subject", "twice"), lambda: m.__setitem__("X", "a\nb"), lambda: m.set_content("x"), lambda: Address("a", "b", addr_spec="c@d"), lambda: Address(addr_spec="a b@c d"), lambda: Address("\n"),
             lambda: EmailMessage().set_content(3), lambda: EmailMessage().set_content("x", cte="zip"), lambda: EmailMessage().get_content(), lambda: policy.default.clone(nope=1), lambda: setattr(policy.default, "linesep", "x")):
    try:
        call()
        print("fine")
    except Exception as e:
        print(type(e).__name__, e)
print(policy.SMTP, policy.strict + policy.SMTP, policy.compat32.clone(cte_type="7bit"))
for body in ("ascii\n", "ä\n", "ä" * 100, "x" * 200, "long " * 200, ""):
    t = EmailMessage(policy=policy.SMTP)
    t.set_content(body)
    print(t["content-transfer-encoding"], len(t.get_payload()), t.get_content()[:10] == (body + "\n")[:10])
