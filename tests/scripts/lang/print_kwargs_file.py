# print to files, flush, sys.stdout and sys.stderr
import io
import sys
out = io.StringIO()
print("to buffer", 1, 2, sep="|", end="$", file=out)
print(repr(out.getvalue()))
print("to stderr", file=sys.stderr)
print("flushed", flush=True)
sys.stdout.write("written\n")
print(sys.stdout.write("abc") == 3)


class W:
    def write(self, s):
        pieces.append(s)


pieces = []
print("a", "b", file=W())
print(pieces)
print("x", file=None)
old, sys.stdout = sys.stdout, out
print("captured")
sys.stdout = old
print(repr(out.getvalue()))
for bad in (dict(file=5), dict(file="x"), dict(flush=1, file=W())):
    try:
        print("y", **bad)
    except AttributeError as e:
        print(e)
print("tail", end="")
print()
print(*[], sep="x")
print("", "", sep="-")
print("é ß 日本 😀 \u200b|")
