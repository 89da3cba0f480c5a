"""tempfile and shutil: files and folders that vanish, copies, moves, removal of trees."""
import os, shutil, tempfile

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

with tempfile.TemporaryDirectory(prefix="pre_", suffix="_suf") as d:
    name = os.path.basename(d)
    print(name.startswith("pre_"), name.endswith("_suf"), os.path.isdir(d), os.listdir(d))
    with open(os.path.join(d, "a.txt"), "w") as f:
        f.write("content")
    os.mkdir(os.path.join(d, "sub"))
    p = lambda *x: os.path.join(d, *x)
    print(
        os.path.basename(shutil.copy(p("a.txt"), p("b.txt"))), os.path.basename(shutil.copy(p("a.txt"), p("sub"))),
        open(p("sub", "a.txt")).read(), os.path.basename(shutil.move(p("b.txt"), p("c.txt"))), sorted(os.listdir(d))
    )
    shutil.copytree(p("sub"), p("twin"))
    print(
        sorted(os.listdir(p("twin"))), shutil.rmtree(p("twin")), os.path.exists(p("twin")),
        shutil.which("sh") is not None, shutil.which("no-such-tool"), shutil.disk_usage(d).total > 0
    )
    shutil.copyfile(p("a.txt"), p("e.txt"))
    shutil.copystat(p("a.txt"), p("e.txt"))
    print(os.path.getsize(p("e.txt")))
    try:
        shutil.rmtree(p("none"))
    except FileNotFoundError as e:
        print(type(e).__name__, os.path.basename(e.filename))
    try:
        shutil.copytree(p("sub"), p("sub"))
    except FileExistsError as e:
        print(type(e).__name__)
    print(shutil.rmtree(p("none"), ignore_errors=True))
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+", suffix=".txt") as f:
    print(f.write("x"), f.seek(0), f.read(), os.path.exists(f.name), f.name.endswith(".txt"))
print(os.path.exists(f.name), f.closed)
with tempfile.TemporaryFile() as f:
    f.write(b"bytes")
    f.seek(0)
    print(f.read(), f.mode)
fd, path = tempfile.mkstemp()
os.write(fd, b"raw")
os.close(fd)
print(open(path).read(), oct(os.stat(path).st_mode & 0o777))
os.unlink(path)
s = tempfile.SpooledTemporaryFile(max_size=10, mode="w+")
s.write("short")
s.seek(0)
print(s.read(), s.closed)
s.close()
t = tempfile.mkdtemp()
print(
    os.path.isdir(t), oct(os.stat(t).st_mode & 0o777), os.path.dirname(t) == tempfile.gettempdir(),
    isinstance(tempfile.gettempprefix(), str)
)
os.rmdir(t)
print(tempfile.gettempdir() == tempfile.gettempdir())
