"""gzip: members, files in all modes, damage, seeking, text."""
import gzip, io, os, tempfile, struct

data = bytes(range(256)) * 2000
c = gzip.compress(data, mtime=0)
print(c[:10], gzip.decompress(c) == data, gzip.decompress(c + gzip.compress(b"more") + b"\0\0")[-4:])
for bad in (b"", b"x", b"\x1f\x8b\x07", c[:-3], c[:-6] + b"zzzzzz", c[:30]):
    for f in (gzip.decompress, lambda b: gzip.GzipFile(fileobj=io.BytesIO(b)).read()):
        try: print(len(f(bad)))
        except Exception as e: print(type(e).__name__, str(e)[:60].split(" 0x")[0])
path = os.path.join(tempfile.mkdtemp(), "f.gz")
with gzip.open(path, "wb") as f: print(f.write(b"one\ntwo\n"), f.tell(), f.writable(), f.readable(), f.mode)
with gzip.open(path, "ab") as f: f.write(b"three\n")
with gzip.open(path) as f:
    print(f.readline(), f.peek(2)[:2], f.read(3), f.tell(), f.seek(0), f.read(), f.read(), f.seek(4), f.read(3))
    try: f.write(b"x")
    except OSError as e: print(e)
with gzip.open(path, "rt", encoding="utf-8") as f: print(list(f))
with gzip.open(path, "wt", encoding="utf-8") as f: print("é", file=f)
with open(path, "rb") as raw: print(gzip.decompress(raw.read()))
for args in ((path, "rbt"), (path, "q"), (path, "rb", 9, "utf-8"), (5,)):
    try: gzip.open(*args)
    except Exception as e: print(type(e).__name__, e)
f = gzip.GzipFile(path); f.close()
try: f.read()
except ValueError as e: print(e)
out = io.BytesIO()
with gzip.GzipFile("name.gz", "w", 1, out, mtime=12345) as f:
    f.write(data); f.flush(); print(len(gzip.GzipFile(fileobj=io.BytesIO(out.getvalue())).read1(100))); f.seek(len(data) + 10)
g = gzip.GzipFile(fileobj=io.BytesIO(out.getvalue()))
print(g.read()[-12:], g.mtime, out.getvalue()[:15], gzip.BadGzipFile.__mro__[1])
os.remove(path); os.rmdir(os.path.dirname(path))
