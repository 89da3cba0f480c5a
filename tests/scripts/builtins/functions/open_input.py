# stdin: first line\nsecond\n\nlast
"""input(): prompt, end of file; open as a context manager on descriptors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(repr(input()))
print(repr(input("prompt> ")))
print(repr(input("")))
print(repr(input("p2 ")))
fails(input)
fails(input, 1, 2)
fails(input, prompt="x")
import os, sys
r, w = os.pipe()
with open(w, "w") as f:
    f.write("through the pipe\n")
with open(r) as f:
    print(f.read(), f.closed)
print(f.closed, repr(sys.stdin.read()), sys.stdin.readline() == "")
import io
old, sys.stdin = sys.stdin, io.StringIO("fake 1\nfake 2")
print(input(), input("? "))
fails(input)
sys.stdin = old
