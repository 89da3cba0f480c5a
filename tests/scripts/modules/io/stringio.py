"""io.StringIO and io.BytesIO: read, write, seek, truncate, lines, errors."""
import io

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = io.StringIO("one\ntwo\nthree")
print(
    s.read(2), s.tell(), s.readline(), s.readline(2), s.read(), repr(s.read()), s.seek(0), s.readlines(), s.seek(4),
    list(s), s.getvalue(), s.readable(), s.writable(), s.seekable(), s.isatty(), s.closed, s.line_buffering
)
s.seek(0, 2)
print(s.write("!\r\nx"), repr(s.getvalue()), s.truncate(5), repr(s.getvalue()), s.tell())
s.seek(8)
s.write("far")
print(repr(s.getvalue()))
t = io.StringIO(newline=None)
t.write("a\r\nb\rc\n")
print(repr(t.getvalue()))
u = io.StringIO("a\r\nb\rc", newline="")
print(u.readlines())
v = io.StringIO()
print("p", file=v, end="")
v.writelines(["q", "r"])
print(v.getvalue(), io.StringIO("x\ny").__next__())
fails(s.write, 5)
fails(s.write, b"x")
fails(s.seek, -1)
fails(s.seek, 1, 1)
fails(s.seek, 0, 9)
fails(s.read, "a")
fails(s.truncate, -1)
fails(io.StringIO, 5)
fails(io.StringIO, "a", newline="x")
fails(s.fileno)
fails(s.detach)
s.close()
fails(s.read)
fails(s.getvalue)
fails(s.write, "x")
print(s.closed)
fails(next, io.StringIO())
b = io.BytesIO(b"abc\ndef")
print(
    b.read(2), b.read1(1), b.readline(), b.tell(), b.readinto(x := bytearray(2)), x, b.getvalue(), b.seek(-2, 2),
    b.read(), b.seek(1), b.seek(1, 1), b.write(b"XY"), b.getvalue(), bytes(b.getbuffer()[:2]), b.getbuffer().nbytes
)
b.seek(10)
b.write(b"z")
print(
    b.getvalue(), b.truncate(2), b.getvalue(), list(io.BytesIO(b"a\nb\n")), b.readinto1.__name__,
    b.write(bytearray(b"q")), b.write(memoryview(b"r"))
)
v = b.getbuffer()
fails(b.write, b"xxxxxxxxxxxxxxxxxxxxxxx" * 9)
v.release()
fails(b.write, "s")
fails(b.seek, -1)
fails(b.seek, 0, 5)
fails(io.BytesIO, "x")
fails(b.readinto, b"x")
fails(b.truncate, "a")
b.close()
fails(b.read)
fails(b.getbuffer)
with io.StringIO("ctx") as c: print(c.read())
fails(lambda: c.__enter__())
print(
    issubclass(io.UnsupportedOperation, (OSError, ValueError)), io.SEEK_END, io.DEFAULT_BUFFER_SIZE > 0,
    isinstance(b, io.IOBase), isinstance(io.StringIO(), io.TextIOBase)
)
