"""os.path: join, split, normalise, relative paths, common parts."""
import os.path as p

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    p.join("a", "b"), p.join("a", "/b"), p.join("a/", "b"), p.join("a", ""), p.join("a"), p.join("", "b"),
    p.join(b"a", b"b"), p.join("a", "b", "..", "c")
)
for x in (
    "", "/", "a", "a/b", "/a/b/", "a//b", "/a", "a.txt", "a.tar.gz", ".hidden", "d.x/f", "..", "a/..", "//x/y",
    "///x", "./a/./b/../c/", "a/b/../../..", "/.."
):
    print(repr(x), p.split(x), p.splitext(x), p.basename(x), p.dirname(x), p.normpath(x), p.isabs(x))
print(
    p.relpath("/a/b/c", "/a/d"), p.relpath("/a", "/a"), p.relpath("/a/b", "/"),
    p.commonpath(["/a/b/c", "/a/b/d", "/a/b"]), p.commonpath(["a/b", "a/c"]), p.commonprefix(["abcd", "abxy"]),
    p.commonprefix([]), p.abspath("/x/../y"), p.expanduser("x~"), p.expandvars("$NOPE/x"), p.normcase("A/b"),
    p.exists("/no/such"), p.isdir("/"), p.isfile("/"), p.lexists("/"), p.ismount("/"), p.splitdrive("/a"),
    p.splitroot("//a/b"), p.sep, p.curdir, p.isreserved("x") if hasattr(p, "isreserved") else False
)
import os
os.environ["HOME"] = "/home/me"
os.environ["V"] = "val"
print(p.expanduser("~/x"), p.expandvars("$V/${V}x/$$/$"), p.expandvars(b"$V"))
fails(p.join, "a", 5)
fails(p.join, "a", b"b")
fails(p.join)
fails(p.split, 5)
fails(p.splitext, None)
fails(p.commonpath, [])
fails(p.commonpath, ["/a", "b"])
fails(p.relpath, "")
fails(p.basename, 5)
fails(p.getsize, "/no/such")
fails(p.exists, [])
fails(p.normpath, 5)
print(p.exists("a\0b"), p.isdir("\0"), p.exists(10**6), p.isfile(b"/"))
