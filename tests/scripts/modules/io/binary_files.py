"""open() in binary modes: buffering, seek and tell, readinto, raw files."""
import io, os, tempfile

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

top = tempfile.mkdtemp()
os.chdir(top)
with open("b", "wb") as f:
    print(
        f.write(bytes(range(200))), f.tell(), f.seek(10), f.write(b"XYZ"), f.tell(), f.seek(0, 2), type(f).__name__,
        f.mode
    )
with open("b", "rb") as f:
    print(
        f.read(3), f.peek(2)[:2], f.seek(10), f.read(4), f.tell(), f.seek(-2, 1), f.read(1), f.seek(-3, 2),
        f.read(), f.read(), f.readinto(bytearray(3)), f.seek(0), f.readline()[:5], len(f.readlines()), f.read1(),
        f.raw.__class__.__name__, f.readable(), f.writable(), f.seekable(), f.isatty()
    )
with open("b", "r+b") as f:
    f.seek(5)
    f.write(b"!!")
    f.seek(4)
    print(f.read(4), f.truncate(8), f.seek(0), f.read(), type(f).__name__)
with open("b", "ab") as f:
    f.write(b"end")
    print(f.tell())
with open("b", "rb", buffering=0) as f:
    x = bytearray(4)
    print(f.read(2), f.readinto(x), x, f.readall(), f.read(), type(f).__name__, f.closefd)
with open("b", "w+b") as f:
    f.write(b"line1\nline2\r\n")
    f.seek(0)
    print(f.readlines(), [*f], f.seek(0), f.readlines(3), f.writelines([b"a", bytearray(b"b")]))
w = io.BytesIO()
b = io.BufferedWriter(w, 8)
b.write(b"abc")
print(w.getvalue())
b.flush()
print(w.getvalue())
b.write(b"0123456789")
print(len(w.getvalue()) > 3, b.detach() is w)
r = io.BufferedReader(io.BytesIO(b"0123456789"), 4)
print(r.read(2), r.peek()[:1], r.read(), r.raw.tell())
p = io.BufferedRWPair(io.BytesIO(b"in"), io.BytesIO())
print(p.read(), p.write(b"out"))
t = io.TextIOWrapper(io.BytesIO("é\n".encode()), encoding="utf-8")
print(t.read(), t.buffer.getvalue(), t.detach().closed)
class Raw(io.RawIOBase):
    def __init__(self, data): self.data = data
    def readable(self): return True
    def readinto(self, buf):
        n = min(len(buf), len(self.data), 3)
        buf[:n] = self.data[:n]
        self.data = self.data[n:]
        return n
print(
    Raw(b"abcdefgh").read(2), Raw(b"abcdefgh").readall(), io.BufferedReader(Raw(b"line\nnext")).readline(),
    list(Raw(b"x\ny"))
)
f = open("b", "rb")
fails(f.write, b"x")
fails(f.seek, -1)
fails(f.read, "a")
fails(f.read, -5)
fails(f.seek, 0, 7)
f.close()
fails(f.tell)
fails(f.seek, 0)
g = open("b", "wb")
fails(g.read)
fails(g.write, "x")
fails(g.write, 5)
fails(g.readline)
g.close()
fails(io.BufferedReader, 5)
fails(io.BufferedReader, io.BytesIO(), 0)
fails(io.TextIOWrapper, 5)
fails(io.FileIO, "none")
fails(io.FileIO, -1)
fails(io.open, "b", "rb", -5)
fails(Raw(b"").write, b"")
fails(Raw(b"").seek, 0)
import shutil
os.chdir("/")
shutil.rmtree(top)
