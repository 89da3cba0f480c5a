"""smtplib: a session with a server over loopback: extensions, logins, messages, what is refused."""
import base64, smtplib, socket, threading
from email.message import EmailMessage

class Server(threading.Thread):
    """Serves connections one after the other and keeps what it gets."""
    def __init__(self, extensions):
        super().__init__()
        self.sock = socket.create_server(("127.0.0.1", 0))
        self.port = self.sock.getsockname()[1]
        self.extensions = extensions
        self.log, self.messages = [], []

    def run(self):
        conn, _ = self.sock.accept()
        with conn, conn.makefile("rwb") as f:
            def say(text):
                f.write(text.encode() + b"\r\n"); f.flush()
            say("220 test ready")
            while line := f.readline():
                line = line.decode("utf-8").rstrip("\r\n")
                word, _, rest = line.partition(" ")
                word = word.upper()
                self.log.append(line if word not in ("EHLO", "HELO") else word)
                if word == "EHLO":
                    if not self.extensions: say("502 no"); continue
                    for e in self.extensions[:-1]: say("250-" + e)
                    say("250 " + self.extensions[-1])
                elif word == "HELO": say("250 old")
                elif word == "AUTH":
                    how, _, first = rest.partition(" ")
                    if how == "PLAIN": say("235 ok" if base64.b64decode(first) == b"\0me\0secret" else "535 no")
                    elif how == "LOGIN":
                        say("334 " + base64.b64encode(b"Password:").decode())
                        say("235 ok" if base64.b64decode(f.readline()) == b"secret" else "535 no")
                    else:
                        say("334 " + base64.b64encode(b"<challenge>").decode())
                        self.log.append(base64.b64decode(f.readline()).decode())
                        say("535 never")
                elif word == "RCPT": say("550 unknown" if "nobody" in rest else "250 ok")
                elif word == "MAIL": say("553 not you" if "evil" in rest else "250 ok")
                elif word == "DATA":
                    say("354 go on")
                    lines = []
                    while (l := f.readline()) != b".\r\n": lines.append(l)
                    self.messages.append(b"".join(lines))
                    say("250 taken")
                elif word == "VRFY": say("252 maybe\xe4")
                elif word == "HELP": f.write(b"214-one\r\n214 two\r\n"); f.flush()
                elif word == "QUIT": say("221 bye"); break
                elif word in ("RSET", "NOOP"): say("250 ok")
                else: say("500 what?")
        self.sock.close()

def attempt(call):
    try:
        return call()
    except Exception as e:
        return type(e).__name__, str(e)

server = Server(["test", "SIZE 1000", "8BITMIME", "AUTH PLAIN LOGIN CRAM-MD5", "AUTH=LOGIN", "STARTTLS", "x-odd: y"])
server.start()
c = smtplib.SMTP("127.0.0.1", server.port, local_hostname="client.example")
print(c.noop(), c.ehlo()[0], sorted(c.esmtp_features.items()), c.has_extn("size"), c.does_esmtp)
print(c.help(), c.verify("Name <a@b>"), c.docmd("nonsense"))
print(c.login("me", "secret"))
print(c.auth("LOGIN", c.auth_login), attempt(lambda: c.login("you", "wrong")))
print(c.sendmail("from@x", ["a@b", "Nobody <nobody@b>"], "Subject: s\n\n.dot\nlast", rcpt_options=["NOTIFY=NEVER"]))
print(attempt(lambda: c.sendmail("from@x", "nobody@b", "x")), attempt(lambda: c.sendmail("evil@x", "a@b", "x")))
m = EmailMessage()
m["From"], m["To"], m["Cc"], m["Bcc"], m["Subject"] = "F <f@x>", "T <t@x>, u@x", "c@x", "b@x", "Größe"
m.set_content("Grüße\n")
print(c.send_message(m), attempt(lambda: c.send_message(m, to_addrs=["ü@x"])))
print(attempt(lambda: c.starttls()), attempt(lambda: c.putcmd("a\nb")), attempt(lambda: c.mail("ü@x", ["SMTPUTF8"])))
print(c.quit(), attempt(lambda: c.noop()))
server.join()
print(*server.log, sep="\n")
print(*server.messages, sep="\n")
server = Server([])
server.start()
with smtplib.SMTP("127.0.0.1", server.port, local_hostname="client.example") as c:
    print(c.sendmail("f@x", "t@x", b"bytes\r\n"), c.does_esmtp, attempt(lambda: c.login("a", "b")))
server.join()
print(server.log, server.messages)
print([smtplib.quoteaddr(a) for a in ("a@b", "N <a@b>", "<>", "odd one")], repr(smtplib.quotedata("a\n.b\rc\r\n..")))
print(attempt(lambda: smtplib.SMTP("127.0.0.1:x")), attempt(lambda: smtplib.SMTP("127.0.0.1", 1, timeout=0)))
