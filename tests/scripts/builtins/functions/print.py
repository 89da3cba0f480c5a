"""print(): separators, ends, files, flush, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

import io, sys
print()
print(1, "a", None, [1], sep="")
print("a", "b", sep=", ", end=".\n")
print("x", end="")
print("y")
print(sep="-")
print(1, 2, sep=None, end=None)
buf = io.StringIO()
print("to", "buffer", file=buf, sep="_", flush=True)
print(repr(buf.getvalue()))
class W:
    def __init__(self): self.parts = []
    def write(self, s):
        self.parts.append(s)
        return len(s)
    def flush(self): self.parts.append("FLUSH")
w = W()
print("a", 1, file=w)
print("b", file=w, flush=True)
print(file=w, end="!")
print(w.parts)
class S:
    def __str__(self): return "S!"
class Bad:
    def __str__(self): raise ValueError("cannot show")
print(S(), [S] != [], *"abc", *{1: 2}, sep="|")
old = sys.stdout
sys.stdout = w
print("redirected")
sys.stdout = old
print(w.parts[-2:])
sys.stdout = None
print("nowhere")
sys.stdout = old
print("é😀\u2028", "tab\there", "\x41")
fails(print, Bad())
fails(print, 1, sep=5)
fails(print, 1, end=5)
fails(print, 1, file=5)
fails(print, 1, nope=5)
fails(print, 1, flush=Bad())
fails(print, 1, sep=b"x")
