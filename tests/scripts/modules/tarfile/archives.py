# Archives in all formats and compressions: written, read, listed, appended to.
import io
import os
import tarfile
import tempfile
from tarfile import TarInfo

data = b'some data, line by line\n' * 500
os.environ['TZ'] = 'UTC'


def refused(f, *args, **kwargs):
    try:
        print('fine', f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def member(name, **values):
    t = TarInfo(name)
    t.mtime = 1700000000
    for key, value in values.items():
        setattr(t, key, value)
    return t


def fill(t):
    for name, content in ('plain.txt', data), ('empty', b''), ('d/' * 60 + 'deep', b'x'), ('d\u00e9j\u00e0.txt', b'accents'), ('n' * 99, b'99'):
        t.addfile(member(name, size=len(content), uid=1000, uname='someone', gname='some'), io.BytesIO(content))
    t.addfile(member('dir', type=tarfile.DIRTYPE, mode=0o755))
    t.addfile(member('link', type=tarfile.SYMTYPE, linkname='plain.txt'))
    t.addfile(member('hard', type=tarfile.LNKTYPE, linkname='plain.txt'))
    t.addfile(member('fifo', type=tarfile.FIFOTYPE))
    t.addfile(member('null', type=tarfile.CHRTYPE, devmajor=1, devminor=3))
    t.addfile(member('long link', type=tarfile.SYMTYPE, linkname='l' * 100))


for format in tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT:
    for mode in 'w', 'w:gz', 'w:bz2', 'w|', 'w|gz', 'w|bz2':
        out = io.BytesIO()
        with tarfile.open(mode=mode, fileobj=out, format=format) as t:
            fill(t)
            print(len(t.getmembers()), t.offset)
        raw = out.getvalue()
        print(format, mode, len(raw) % tarfile.RECORDSIZE if mode in ('w', 'w|') else len(raw) < 9000, tarfile.is_tarfile(io.BytesIO(raw)))
        for read in 'r', 'r|*' if mode != 'w' else 'r:':
            with tarfile.open(mode=read, fileobj=io.BytesIO(raw)) as t:
                if '|' in read:
                    print([(m.name[:12], m.size, t.extractfile(m).read()[:4] if m.isreg() else None) for m in t])
                else:
                    print(t.getnames() if mode == 'w' else len(t.getnames()))
                    f = t.extractfile('plain.txt')
                    print(f.read() == data, f.seek(10), f.read(5), f.readline(), f.tell(), f.name, f.mode, f.readable(), f.seekable(), f.closed)
                    print(t.extractfile('link').read(4), t.extractfile('hard').read(4), t.extractfile('dir'), t.extractfile('fifo'))
out = io.BytesIO()
with tarfile.open(mode='w', fileobj=out) as t:
    fill(t)
    refused(t.addfile, member('no data', size=5))
    refused(t.next)
refused(t.addfile, member('closed'))
refused(t.getmembers)
raw = out.getvalue()
t = tarfile.open(fileobj=io.BytesIO(raw))
t.list()
t.list(verbose=False, members=[t.getmember('dir/')])
for m in t:
    print(m.name[:10], m.isreg(), m.isfile(), m.isdir(), m.issym(), m.islnk(), m.ischr(), m.isblk(), m.isfifo(), m.isdev(), m.issparse(), oct(m.mode), m.uid, m.uname, m.mtime,
          m.offset, m.offset_data, m.type, m.linkname[:5], sorted(m.pax_headers))
refused(t.getmember, 'nothing')
refused(t.extractfile, 'long link')
refused(t.add, 'x')
# Numbers that do not fit, by format.
for format in range(3):
    for values in {'size': 8 ** 11}, {'uid': 8 ** 7}, {'mtime': -5}, {'mtime': 1.5}, {'mtime': 8 ** 12}, {'uid': -3}:
        try:
            head = member('x', **values).tobuf(format)
        except ValueError as e:
            print(format, values, 'ValueError', e)
            continue
        back = tarfile.open(fileobj=io.BytesIO(head + bytes(1024)), ignore_zeros=True) if 'size' not in values else None
        print(format, values, len(head), back and {k: getattr(back.next(), k) for k in values})
for format in range(3):
    for values in {'name': 'a' * 101}, {'name': 'p' * 150 + '/' + 'n' * 90}, {'linkname': 'l' * 101, 'type': tarfile.SYMTYPE}, {'name': '\udcff'}, {'uname': None}, {'mode': None}:
        try:
            print(format, len(member('x', **{}).replace(**{k: v for k, v in values.items() if k != 'type'}).tobuf(format)))
        except ValueError as e:
            print(format, 'ValueError', e)
refused(member('x').tobuf, 5)
print([tarfile.nti(tarfile.itn(n, 8, tarfile.GNU_FORMAT)) for n in (0, 7, 8 ** 7 - 1, 8 ** 7, -1, -256 ** 7, 256 ** 7 - 1)], tarfile.itn(8, 12), tarfile.nts(b'ab\0c', 'ascii', 'strict'))
refused(tarfile.itn, 256 ** 7, 8, tarfile.GNU_FORMAT)
# What is no archive.
for junk in b'', b'junk', b'x' * 512, bytes(512), bytes(1024), raw[:700], b'\x1f\x8b\x08junk', raw[:512] + b'x' * 512:
    for mode in 'r:', 'r:gz', 'r|':
        try:
            with tarfile.open(fileobj=io.BytesIO(junk), mode=mode) as t:
                print(mode, junk[:4], len(junk), t.getnames())
        except Exception as e:
            print(mode, junk[:4], len(junk), type(e).__name__, e)
refused(tarfile.open)
for mode in 'q', 'r:q', 'rw', 'a:gz', 'w|q', 'a|gz', 'x|':
    refused(tarfile.open, 'x', mode, io.BytesIO(raw))
refused(tarfile.open, 'x', 'w|', io.BytesIO(), compresslevel=5)
refused(tarfile.TarFile, 'x', 'q')
refused(tarfile.open, '/nonexistent/file.tar')
both = raw + raw
print(len(tarfile.open(fileobj=io.BytesIO(both)).getnames()), len(tarfile.open(fileobj=io.BytesIO(both), ignore_zeros=True).getnames()))
with tempfile.TemporaryDirectory() as home:
    path = os.path.join(home, 'a.tar')
    with tarfile.open(path, 'x', pax_headers={'comment': 'all of it'}) as t:
        t.addfile(member('one'))
    with tarfile.open(path, 'a') as t:
        t.addfile(member('two', size=3, pax_headers={'k\u00e9y': 'v\u00e4lue'}), io.BytesIO(b'two'))
    with tarfile.open(path) as t:
        print([(m.name, m.pax_headers) for m in t], t.pax_headers, os.path.basename(t.name), t.mode)
    with tarfile.open(path + '.new', 'a') as t:
        t.addfile(member('x'))
    print(tarfile.open(path + '.new').getnames(), tarfile.is_tarfile(path), tarfile.is_tarfile(__file__))
t = TarInfo('a')
print(t.path, t.linkpath, t.replace(name='b', uid=5).name, t.uid, repr(t).split(' at ')[0], t.get_info())
