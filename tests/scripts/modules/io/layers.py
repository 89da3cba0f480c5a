"""Text over buffers over raw streams: wrappers, partial reads, own raw classes, detach, line ends."""
import io
raw = io.BytesIO("línea 1\nlínea 2\r\nend".encode())
t = io.TextIOWrapper(raw, encoding="utf-8", newline="")
print(t.readline(), repr(t.readline()), t.read(1), t.read(), t.buffer is raw, t.encoding, t.errors)
t.seek(0)
print(t.read(3), t.detach() is raw, raw.tell() >= 0)
out = io.BytesIO()
w = io.TextIOWrapper(out, encoding="utf-16-le", newline="\r\n", write_through=True)
print(w.write("a\nb"), out.getvalue(), w.tell())
w.write("é")
w.flush()
print(out.getvalue()[-2:])
class Chunks(io.RawIOBase):
    def __init__(self, *parts): self.parts, self.asked = list(parts), []
    def readable(self): return True
    def readinto(self, b):
        self.asked.append(len(b) > 0)
        if not self.parts: return 0
        p = self.parts.pop(0)
        if p is None: return None
        n = min(len(b), len(p))
        b[:n] = p[:n]
        if p[n:]: self.parts.insert(0, p[n:])
        return n
b = io.BufferedReader(Chunks(b"ab", b"c\nd", b"ef"))
print(b.read(3), b.readline(), b.peek(1)[:1], b.read1(), b.read(), b.read())
print(io.TextIOWrapper(io.BufferedReader(Chunks(b"\xc3", b"\xa9\n", b"x")), encoding="utf-8").read())
print(
    Chunks(b"one\n", b"two").readline(), Chunks(b"a", b"b").readall(), Chunks(None).read(5),
    list(io.BufferedReader(Chunks(b"l1\nl2\n", b"l3")))
)
class Log(io.RawIOBase):
    def __init__(self): self.writes = []
    def writable(self): return True
    def write(self, data):
        self.writes.append(bytes(data))
        return len(data)
l = Log()
bw = io.BufferedWriter(l, 4)
for d in (b"a", b"bc", b"defgh", b"i"): bw.write(d)
print(b"".join(l.writes))
bw.flush()
print(b"".join(l.writes))
bw.close()
print(l.closed, bw.closed)
class Half(Log):
    def write(self, data): return super().write(data[:2])
h = Half()
bw = io.BufferedWriter(h, 3)
bw.write(b"1234567")
bw.flush()
print(b"".join(h.writes), all(len(x) <= 2 for x in h.writes))
class Upper(io.TextIOBase):
    def __init__(self): self.text = []
    def writable(self): return True
    def write(self, s):
        self.text.append(s.upper())
        return len(s)
u = Upper()
print("shout", 1, file=u)
u.writelines(["a", "b"])
print(u.text, u.closed, u.readable())
rw = io.BufferedRandom(io.BytesIO(b"0123456789"))
print(rw.read(3), rw.write(b"XX"), rw.seek(0), rw.read(), rw.tell())
nd = io.IncrementalNewlineDecoder(None, True)
print(repr(nd.decode("a\r")), repr(nd.decode("\nb\r")), repr(nd.decode("c", True)), nd.newlines)
with io.open(io.BytesIO.__name__ and 0, closefd=False) as f: print(f.fileno(), f.name)
