"""os: files and directories in a temporary folder."""
import os, tempfile, stat

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

with tempfile.TemporaryDirectory() as top:
    os.chdir(top)
    print(
        os.getcwd() == os.path.realpath(top), os.listdir("."), os.mkdir("d"), os.makedirs("a/b/c"),
        os.makedirs("a/b/c", exist_ok=True), sorted(os.listdir())
    )
    with open("a/f.txt", "w") as f: print(f.write("hello"))
    s = os.stat("a/f.txt")
    print(
        s.st_size, stat.S_ISREG(s.st_mode), stat.S_ISDIR(os.stat("a").st_mode), os.path.getsize("a/f.txt"),
        oct(stat.S_IMODE(s.st_mode) & 0o600), s[6] == s.st_size
    )
    os.rename("a/f.txt", "g.txt")
    os.replace("g.txt", "h.txt")
    print(sorted(os.listdir()), os.path.exists("a/f.txt"), os.access("h.txt", os.R_OK), os.access("none", os.F_OK))
    os.symlink("h.txt", "link")
    print(
        os.readlink("link"), os.path.islink("link"), os.lstat("link").st_size,
        os.path.realpath("link").endswith("h.txt")
    )
    for base, dirs, files in sorted(os.walk(".")): print(base, sorted(dirs), sorted(files))
    print(
        [b for b, _, _ in os.walk("a", topdown=False)],
        sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink(), e.path) for e in os.scandir("."))
    )
    os.chmod("h.txt", 0o600)
    print(oct(stat.S_IMODE(os.stat("h.txt").st_mode)), os.truncate("h.txt", 2), os.stat("h.txt").st_size)
    os.utime("h.txt", (1000, 2000))
    print(os.stat("h.txt").st_mtime, os.stat("h.txt").st_mtime_ns)
    os.link("h.txt", "hard")
    print(os.stat("hard").st_nlink, os.path.samefile("hard", "h.txt"))
    os.remove("link")
    os.unlink("hard")
    os.rmdir("d")
    os.removedirs("a/b/c")
    print(os.listdir())
    fails(os.listdir, "none")
    fails(os.mkdir, "h.txt")
    fails(os.rmdir, "none")
    fails(os.remove, "none")
    fails(os.rename, "none", "x")
    fails(os.stat, "none")
    fails(os.makedirs, "h.txt")
    fails(os.chdir, "none")
    fails(os.listdir, "h.txt")
    fails(os.rmdir, "h.txt")
    fails(os.readlink, "h.txt")
    fails(os.mkdir, "no/where")
    fails(os.stat, 5.5)
    fails(os.listdir, [])
    fails(os.stat, "a\0b")
    fails(os.scandir, "none")
    fails(os.unlink, ".")
    fails(os.rename, "h.txt")
    try: open("none")
    except FileNotFoundError as e: print(e.errno, e.strerror, e.filename, e.filename2, e.args)
    try: os.rename("none", "y")
    except OSError as e: print(type(e).__name__, e.filename, e.filename2, str(e))
    os.chdir("/")
