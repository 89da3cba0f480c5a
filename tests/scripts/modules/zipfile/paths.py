# Paths within archives.
import io
import zipfile
from zipfile import Path, ZipFile

out = io.BytesIO()
with ZipFile(out, 'w') as z:
    for name, text in ('a.txt', 'A'), ('b/c.txt', 'C'), ('b/d/e.txt', 'E'), ('b/d/f.tar.gz', 'F'), ('g/h/', ''), ('j/k.bin', '\u00e9'), ('x[1].txt', 'X'):
        z.writestr(name, text)
z.filename = 'here.zip'
z = ZipFile(out)
z.filename = 'here.zip'
root = Path(z)
print(root, repr(root), root.name, root.parent, root.is_dir(), root.exists(), root.filename)
print([(str(p), p.name, p.is_dir(), p.is_file()) for p in root.iterdir()])
b = root / 'b'
print(b, b.at, b.is_dir(), b.parent, [p.at for p in b.iterdir()], b.joinpath('d', 'e.txt').read_text(encoding='utf-8'), (b / 'd/e.txt').read_bytes())
f = root / 'b' / 'd' / 'f.tar.gz'
print(f.suffix, f.suffixes, f.stem, f.name, f.parent.at, f.match('*.gz'), f.relative_to(b), f.is_symlink(), f.filename)
for pattern in '*', '*.txt', '**/*.txt', 'b/*', '**/*', '**', '?.txt', 'b/d', '[ab]*', '**/d/*':
    print(pattern, [p.at for p in root.glob(pattern)])
print([p.at for p in root.rglob('*.txt')], [p.at for p in b.glob('*')])
with (root / 'j/k.bin').open(encoding='utf-8') as file:
    print(file.read())
with (root / 'j/k.bin').open('rb') as file:
    print(file.read())


def refused(f, *args, **kwargs):
    try:
        print('fine', f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


refused(b.open)
refused((root / 'nothing').open)
refused((root / 'a.txt').open, 'rb', encoding='utf-8')
refused((root / 'a.txt').iterdir)
refused(root.glob, '')
refused(root.glob, 'a**')
print((root / 'nothing').exists(), root == Path(z), root == Path(z, 'b/'), hash(root) == hash(Path(z)), root == 5)
print([n for n in zipfile.CompleteDirs.make(ZipFile(out)).namelist()])
