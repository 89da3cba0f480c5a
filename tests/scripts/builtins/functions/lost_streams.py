"""print() and input() without sys.stdout, sys.stdin or sys.stderr, with None there, and with streams that fail."""
import io
import sys

real = sys.stdout


def tell(name, f, *args):
    try:
        r = repr(f(*args))
    except BaseException as e:
        r = f"{type(e).__name__}: {e}"
    real.write(f"{name}: {r}\n")


class With:
    def __init__(self, **names):
        self.names = names

    def __enter__(self):
        self.old = {n: getattr(sys, n) for n in self.names}
        for n, v in self.names.items():
            if v == "gone":
                delattr(sys, n)
            else:
                setattr(sys, n, v)

    def __exit__(self, *e):
        for n, v in self.old.items():
            setattr(sys, n, v)


class Bad(io.StringIO):
    def flush(self):
        real.write("flush\n")
        raise ValueError("no flush")


for value in (None, "gone"):
    with With(stdout=value):
        tell(f"print {value}", print, "text")
        tell(f"print nothing {value}", print)
        tell(f"print sep {value}", lambda: print(1, sep=2))
        tell(f"print file {value}", lambda: print("to file", file=real))
        tell(f"print file None {value}", lambda: print("to file", file=None))
        tell(f"print flush {value}", lambda: print("x", flush=True))
    for stream in ("stdin", "stdout", "stderr"):
        with With(stdin=io.StringIO("a line\n"), stdout=io.StringIO(), stderr=io.StringIO()), With(**{stream: value}):
            tell(f"input {stream} {value}", input)
            tell(f"input {stream} {value} prompt", input, "prompt")

with With(stdin=None, stdout=None, stderr=None):
    tell("all None", input)
with With(stdin="gone", stdout="gone", stderr="gone"):
    tell("all gone", input)
out = io.StringIO()
with With(stdin=io.StringIO("one\ntwo"), stdout=out, stderr=Bad()):
    tell("bad stderr", input, "p1")
    tell("last line", input, "p2")
    tell("end", input, "p3")
print(repr(out.getvalue()))
with With(stdin=io.StringIO("one\n"), stdout=Bad(), stderr=io.StringIO()):
    tell("bad stdout", input, "p")
with With(stdin=io.StringIO("one\n"), stdout=io.StringIO(), stderr=io.StringIO()):
    tell("bad prompt", input, type("P", (), {"__str__": lambda s: 1})())
    tell("too many", input, 1, 2)


class Reader:
    def __init__(self, line):
        self.line = line

    def readline(self, *a):
        return self.line


for line in (b"bytes", 1, "", "x", "x\r\n", "x\n\n"):
    with With(stdin=Reader(line), stdout=io.StringIO(), stderr=io.StringIO()):
        tell(f"readline {line!r}", input)
with With(stdin=5, stdout=io.StringIO(), stderr=io.StringIO()):
    tell("no stream", input)
with With(stdout=5):
    tell("print to int", print, 1)
