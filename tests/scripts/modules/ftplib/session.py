"""ftplib, and urllib.request on ftp URLs: a session with a server over loopback."""
import ftplib, io, os, socket, threading, urllib.error, urllib.request

FILES = {"a.txt": b"line one\r\nline two\r\n", "b.bin": bytes(range(256)) * 20}

class Server(threading.Thread):
    """Serves so many connections, one after the other."""
    def __init__(self, connections):
        super().__init__()
        self.sock = socket.create_server(("127.0.0.1", 0))
        self.port = self.sock.getsockname()[1]
        self.connections = connections
        self.log, self.stored = [], {}

    def run(self):
        for _ in range(self.connections):
            conn, _ = self.sock.accept()
            with conn, conn.makefile("rwb") as f:
                self.serve(f)
        self.sock.close()

    def serve(self, f):
        def say(text):
            f.write(text.encode() + b"\r\n"); f.flush()
        def send(data):
            say(f"150 here it is ({len(data)} bytes)")
            with data_socket() as d: d.sendall(data)
            say("226 done")
        def data_socket():
            if port: return socket.create_connection(port)
            with listener: return listener.accept()[0]
        say("220-welcome\r\n 220 inside\r\n220 ready")
        listener = port = None
        directory = "/"
        while line := f.readline():
            word, _, rest = line.decode().strip().partition(" ")
            self.log.append(word if word in ("PORT", "PASS") else f"{word} {rest}".strip())
            if word == "USER": say("331 password?" if rest != "nobody" else "530 no")
            elif word == "PASS": say("230 in")
            elif word in ("TYPE", "NOOP", "SITE"): say("200 ok")
            elif word == "PASV":
                listener, port = socket.create_server(("127.0.0.1", 0)), None
                n = listener.getsockname()[1]
                say(f"227 (127,0,0,1,{n >> 8},{n & 255})")
            elif word == "PORT":
                n = rest.split(",")
                port = ".".join(n[:4]), int(n[4]) * 256 + int(n[5])
                say("200 ok")
            elif word in ("CWD", "CDUP"):
                if rest == "none": say("550 no such directory")
                else: directory = rest or "/"; say("250 ok")
            elif word == "PWD": say(f'257 "{directory}/with ""quotes""" is it')
            elif word == "MKD": say(f'257 "/{rest}"')
            elif word == "SIZE": say(f"213 {len(FILES[rest])}" if rest in FILES else "550 no")
            elif word in ("LIST", "NLST"): send("\r\n".join(sorted(FILES)).encode() + b"\r\n")
            elif word == "MLSD": send(b"type=file;size=5; a.txt\r\ntype=dir;modify=2024; a dir\r\n")
            elif word == "RETR":
                if rest in FILES: send(FILES[rest])
                else: say("550 no such file")
            elif word == "STOR":
                say("125 go on")
                with data_socket() as d, d.makefile("rb") as r: self.stored[rest] = r.read()
                say("226 done")
            elif word == "RNFR": say("350 to?")
            elif word in ("RNTO", "DELE", "RMD"): say("250 ok")
            elif word == "QUIT": say("221 bye"); return
            elif word == "TEMP": say("421 later")
            else: say("500 what?")

def attempt(call):
    try:
        return call()
    except Exception as e:
        return type(e).__name__, str(e)

server = Server(1)
server.start()
with ftplib.FTP(encoding="utf-8") as c:
    print(c.connect("127.0.0.1", server.port, timeout=10), c.login("user", "secret"), c.getwelcome())
    got = []
    print(c.retrlines("RETR a.txt", got.append), got, c.nlst(), c.size("b.bin"), c.size("a.txt"))
    got = []
    print(c.retrbinary("RETR b.bin", got.append, 1000), b"".join(got) == FILES["b.bin"])
    print(c.storbinary("STOR up", io.BytesIO(b"x" * 20000)), c.storlines("STOR lines", io.BytesIO(b"a\nb\r\nc")))
    c.set_pasv(False)
    c.dir(print)
    print(list(c.mlsd()), c.pwd(), c.mkd("new"), c.cwd(".."), c.cwd(""), c.rename("a", "b"), c.delete("x"), c.rmd("y"))
    for call in (lambda: c.cwd("none"), lambda: c.sendcmd("BAD"), lambda: c.sendcmd("TEMP"), lambda: c.retrlines("RETR none"), lambda: c.sendcmd("a\r\nb"), lambda: c.login("nobody")):
        print(attempt(call))
    print(c.ntransfercmd("LIST")[1], c.voidresp())
server.join()
print(*server.log, sep="\n")
print({k: len(v) for k, v in server.stored.items()}, server.stored["lines"])
for resp in ("227 (1,2,3,4,5,6)", "227 nothing", "500 x"):
    print(attempt(lambda: ftplib.parse227(resp)))
for resp in ("229 ok (|||1234|)", "229 (|1234|)", "229 none", "229 (|||12!)"):
    print(attempt(lambda: ftplib.parse229(resp, ("host", 1))))
print(ftplib.parse257('257 "a""b" x'), repr(ftplib.parse257("257 none")), ftplib.parse150("150 x (12 bytes)"), ftplib.parse150("150 x"))
print(attempt(lambda: ftplib.FTP("127.0.0.1", timeout=0)))

os.environ.pop("ftp_proxy", None)
server = Server(4)
server.start()
base = f"ftp://127.0.0.1:{server.port}"
for path in ("/a.txt", "/dir/b.bin;type=i", "/", "/none/x"):
    try:
        with urllib.request.urlopen(base + path, timeout=10) as r:
            print(path, dict(r.headers), len(r.read()), r.url == base + path)
    except urllib.error.URLError as e:
        print(path, e)
server.join()
