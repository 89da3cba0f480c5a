"""mimetypes: guesses in both directions, tables, files."""
import io, mimetypes, os, tempfile, warnings
mimetypes.init([])
mimetypes.knownfiles.clear()
mimetypes.inited = False
mimetypes.init()
for name in ("a.txt", "a.tar.gz", "a.tgz", "A.HTML", "a.Z", "a", ".bashrc", "a.svgz", "x/y.js", "http://h/p.png?q=1", "data:text/x;a=b,c", "data:,x", "data:x", "a.unknown", "a.gz", "a.midi", "b.webp", "c.7z"):
    print(name, mimetypes.guess_type(name), mimetypes.guess_type(name, strict=False))
print(mimetypes.guess_file_type("http://h/p.png?x"), mimetypes.guess_file_type(b"a.css"))
for kind in ("text/html", "image/jpeg", "TEXT/PLAIN", "image/jpg", "nothing/here", "application/octet-stream"):
    print(kind, mimetypes.guess_extension(kind), mimetypes.guess_all_extensions(kind), mimetypes.guess_all_extensions(kind, strict=False))
for ext, kind in sorted(mimetypes.types_map.items()): print(ext, kind)
print(sorted(mimetypes.common_types.items()), sorted(mimetypes.suffix_map.items()), sorted(mimetypes.encodings_map.items()))
mimetypes.add_type("x/y", ".xyz"); print(mimetypes.guess_type("a.xyz"), mimetypes.guess_extension("x/y"))
m = mimetypes.MimeTypes()
m.readfp(io.StringIO("a/b one two # three\n# c/d four\ne/f #five\n"))
print(m.guess_type("x.one"), m.guess_type("x.two"), m.guess_type("x.three"), m.guess_all_extensions("a/b"), m.guess_type("a.xyz"))
with tempfile.NamedTemporaryFile("w", delete=False) as f: f.write("q/r stu\n")
print(mimetypes.read_mime_types(f.name)[".stu"], mimetypes.read_mime_types("/no/such"))
os.unlink(f.name)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    m.add_type("p/q", "nodot")
    print(w[0].category.__name__, w[0].message)
