"""os: file descriptors, pipes, dup, environment, urandom, process numbers."""
import os

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

r, w = os.pipe()
print(os.write(w, b"hello"), os.read(r, 3), os.read(r, 10))
os.close(w)
print(os.read(r, 5))
os.close(r)
fails(os.read, r, 1)
fails(os.write, w, b"x")
fails(os.close, -1)
fails(os.write, 1, "text")
fails(os.read, "a", 1)
r, w = os.pipe()
d = os.dup(w)
os.write(d, b"dup")
os.close(d)
print(os.read(r, 9), os.isatty(r), os.get_inheritable(r), os.fstat(r).st_size)
f = os.fdopen(w, "w")
f.write("line\n")
f.close()
g = open(r, "rb")
print(g.read(), g.fileno() == r, g.name == r)
g.close()
os.environ["STRESS_NAME"] = "value"
print(
    os.environ["STRESS_NAME"], os.getenv("STRESS_NAME"), os.getenv("NO_SUCH_NAME"), os.getenv("NO_SUCH_NAME", "d"),
    "STRESS_NAME" in os.environ, os.environ.get("zz"), os.environb[b"STRESS_NAME"]
)
del os.environ["STRESS_NAME"]
fails(lambda: os.environ["STRESS_NAME"])
fails(os.environ.__setitem__, "a", 5)
fails(os.environ.__setitem__, "a=b", "c")
fails(os.getenv, 5)
os.putenv("Q", "1")
os.unsetenv("Q")
print(
    os.getpid() == os.getpid(), os.getppid() > 0, os.name, os.sep, os.linesep == "\n", os.pathsep, os.curdir,
    os.pardir, os.extsep, os.devnull, os.cpu_count() > 0, len(os.urandom(7)), os.O_RDONLY, os.strerror(2),
    os.fspath("x"), os.fsencode("é"), os.fsdecode(b"\xc3\xa9"), isinstance(os.uname().sysname, str),
    os.get_terminal_size.__name__, os.umask(os.umask(0o22)) >= 0
)
class P:
    def __fspath__(self): return "from-fspath"
class B:
    def __fspath__(self): return 5
print(os.fspath(P()), os.path.join(P(), "x"), isinstance(P(), os.PathLike))
fails(os.fspath, 5)
fails(os.fspath, B())
fails(os.urandom, -1)
fails(os.strerror, "a")
fails(os.kill, 0, "a")
fd = os.open(os.devnull, os.O_RDWR)
print(os.write(fd, b"abc"), os.read(fd, 3))
os.close(fd)
fails(os.open, "/no/such", os.O_RDONLY)
fails(os.open, os.devnull)
fails(os.lseek, 10**6, 0, 0)
pid = os.fork()
if pid == 0: os._exit(3)
_, status = os.waitpid(pid, 0)
print(os.waitstatus_to_exitcode(status), os.WIFEXITED(status), os.WEXITSTATUS(status))
print(os.system("exit 2") >> 8, os.popen("echo popen").read())
