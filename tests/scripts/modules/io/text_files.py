"""open() in text modes: encodings, newlines, seek, append, exclusive creation, errors."""
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
with open("f.txt", "w", encoding="utf-8") as f:
    print(
        f.write("één\ntwo\n"), f.tell(), f.name, f.mode, f.encoding, f.errors, f.closed, f.writable(), f.readable(),
        f.newlines, f.line_buffering
    )
print(f.closed, open("f.txt", encoding="utf-8").read())
f = open("f.txt", encoding="utf-8")
print(f.readline(), f.read(1), f.readlines(), f.read(), f.seek(0), f.read(2), [l for l in f])
f.close()
with open("f.txt", "a") as f: f.write("three")
with open("f.txt", "r+", encoding="utf-8") as f:
    f.read()
    f.write("!")
    f.seek(0)
    print(f.read().splitlines())
    f.truncate(4)
print(open("f.txt", "rb").read())
f = open("n.txt", "wb")
f.write(b"a\r\nb\rc\nd")
f.close()
for nl in (None, "", "\n", "\r", "\r\n"):
    with open("n.txt", newline=nl) as f: print(repr(nl), f.readlines(), f.newlines)
for nl in (None, "", "\n", "\r\n", "\r"):
    with open("w.txt", "w", newline=nl) as f: f.write("a\nb\r\n")
    print(repr(nl), open("w.txt", "rb").read())
for enc in ("latin-1", "utf-16", "utf-8-sig", "ascii"):
    with open("e.txt", "w", encoding=enc, errors="replace") as f: f.write("é€")
    print(enc, open("e.txt", "rb").read(), open("e.txt", encoding=enc).read() == "é€")
open("bad", "wb").write(b"ok\xff\xfe")
fails(lambda: open("bad", encoding="utf-8").read())
print(
    ascii(open("bad", encoding="utf-8", errors="surrogateescape").read()),
    open("bad", errors="ignore", encoding="utf-8").read()
)
fails(lambda: open("z", "w", encoding="ascii").write("é"))
fails(open, "none")
fails(open, "f.txt", "x")
fails(open, "f.txt", "q")
fails(open, "f.txt", "rw")
fails(open, "f.txt", "rbt")
fails(open, "f.txt", "r", 0)
fails(open, "f.txt", "rb", encoding="utf-8")
fails(open, "f.txt", newline="x")
fails(open, "f.txt", encoding="nope")
fails(open, ".")
fails(open, 99999)
fails(open, None)
fails(open, "f\0")
fails(open, "f.txt", "")
fails(open, "f.txt", "wb", newline="\n")
fails(open, "f.txt", 5)
f = open("f.txt")
fails(f.write, "x")
f.close()
fails(f.read)
fails(lambda: [x for x in f])
fails(f.__enter__)
g = open("g.txt", "w")
fails(g.read)
fails(g.write, b"x")
fails(g.seek, 1, 1)
fails(g.writelines, [1])
g.close()
print(
    open("x.txt", "x").mode, os.path.exists("x.txt"), repr(open("f.txt")), repr(open("f.txt", "rb")),
    repr(open("f.txt", "rb", 0))
)
f = open("f.txt", "w")
f.write("a" * 20000)
print(os.path.getsize("f.txt") <= 20000, f.flush(), os.path.getsize("f.txt"))
f.close()
f.close()
lines = open("l.txt", "w")
lines.writelines(f"{i}\n" for i in range(5))
lines.close()
f = open("l.txt")
print(next(f))
fails(f.tell)
print(f.read(), f.buffer.raw.name)
fails(f.reconfigure, errors="ignore")
import shutil
os.chdir("/")
shutil.rmtree(top)
print(os.path.exists(top))
