"""pathlib: pure paths, joining, parts, matching, files in a temporary folder."""
from pathlib import Path, PurePosixPath as P
import tempfile, os

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

p = P("/usr/lib/python3/x.tar.gz")
print(
    p, repr(p), p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parents[1], list(map(str, p.parents)),
    p.root, p.anchor, p.is_absolute(), p.as_posix(), str(p.relative_to("/usr")), p.with_name("y"),
    p.with_suffix(".zip"), p.with_stem("z"), p.match("*.gz"), p.is_relative_to("/usr")
)
print(
    P("a") / "b" / "c", "x" / P("y"), P("a", "b", "../c"), P("a//b/./c/"), P(), P("."), P("/") / "a", P("a") / "/b",
    P("a") == P("a/"), P("a") < P("b"), hash(P("a")) == hash(P("a/.")), sorted([P("b"), P("a")]),
    P("a/b").joinpath("c", "d"), P(".bashrc").suffix, P("a.").suffix, P("/").name == "",
    P("a/b").relative_to("a/c", walk_up=True), P("a/b/c").full_match("a/**/c"), os.fspath(P("q"))
)
with tempfile.TemporaryDirectory() as t:
    d = Path(t)
    f = d / "f.txt"
    print(
        f.exists(), f.write_text("one\ntwo\n"), f.read_text(), f.exists(), f.is_file(), f.is_dir(),
        f.stat().st_size, f.write_bytes(b"\x00"), f.read_bytes(), f.suffix
    )
    (d / "sub" / "deep").mkdir(parents=True)
    (d / "sub" / "g.py").touch()
    print(
        sorted(x.name for x in d.iterdir()), sorted(str(x.relative_to(d)) for x in d.rglob("*")),
        [x.name for x in d.glob("*.txt")], sorted(x.name for x in d.glob("**/*.py"))
    )
    with (d / "h").open("w") as h:
        h.write("via open")
    print(
        (d / "h").rename(d / "i").name, (d / "i").read_text(), (d / "i").unlink(), (d / "i").exists(),
        (d / "no").unlink(missing_ok=True), f.resolve() == f.absolute().resolve(), (d / "sub").is_dir()
    )
    print((d / "sub").mkdir(exist_ok=True))
    for call in (
        (d / "none").read_text, (d / "sub").rmdir, (d / "none").stat, (d / "a" / "b").mkdir, (d / "none").iterdir
    ):
        try:
            list(call() or [])
        except OSError as e:
            print(type(e).__name__, e.strerror)
    for base, dirs, files in sorted(d.walk()):
        print(base.name if base != d else "top", sorted(dirs), sorted(files))
fails(P("/a").relative_to, "/b")
fails(P("a").with_suffix, "x")
fails(P("a").with_name, "")
fails(P("").with_name, "x")
fails(P, 5)
fails(lambda: P("a") / 5)
fails(lambda: P("a") < "b")
print(
    Path.cwd().is_absolute(), Path("~").expanduser().is_absolute(), type(Path("a")).__name__,
    isinstance(Path("a"), P)
)
