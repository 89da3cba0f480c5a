# Archives written, read, appended to, extracted; members as files.
import io
import os
import tempfile
import warnings
import zipfile
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

os.environ['SOURCE_DATE_EPOCH'] = '1700000000'
data = b'some data, line by line\n' * 500


def refused(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print('fine', len(r) if isinstance(r, bytes) else r)
    except Exception as e:
        print(type(e).__name__, e)


out = io.BytesIO()
with ZipFile(out, 'w') as z:
    z.writestr('stored.txt', data)
    z.writestr('deflated.txt', data, ZIP_DEFLATED, 9)
    z.writestr('bzip2.txt', data, ZIP_BZIP2)
    z.writestr('d\u00e9j\u00e0 \u4e2d.txt', 'text \u00e9')
    z.writestr('folder/', '')
    z.mkdir('folder/sub', 0o750)
    info = ZipInfo('made.bin', (2001, 2, 3, 4, 5, 7))
    info.comment, info.extra, info.external_attr = b'a comment', b'\xfe\xca\2\0xy', 0o755 << 16
    z.writestr(info, b'\0\1')
    with z.open('streamed.txt', 'w') as f:
        print(f.write(b'one '), f.write(bytearray(b'two')), f.writable(), f.readable(), f.seekable(), f.name, f.mode)
        refused(z.open, 'other', 'w')
        refused(z.read, 'stored.txt')
        refused(z.close)
        refused(z.writestr, 'x', b'')
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        z.writestr('made.bin', b'again')
        print([str(w.message) for w in seen])
    z.comment = b'of the archive'
    print(z, z.mode, z.filename)
print(z.fp)
refused(z.writestr, 'x', b'')
refused(z.read, 'made.bin')
whole = out.getvalue()
z = ZipFile(io.BytesIO(whole))
for i in z.infolist():
    print(i, i.date_time, hex(i.CRC), i.compress_size, i.file_size, i.header_offset, hex(i.external_attr), i.flag_bits, i.create_version, i.extract_version, i.comment, i.extra)
print(z.namelist(), z.comment, z.testzip())
z.printdir()
for name in 'stored.txt', 'deflated.txt', 'bzip2.txt':
    print(name, z.read(name) == data)
    with z.open(name) as f:
        print(f.readline(), f.peek(4)[:4], f.read(6), f.read1(3), f.tell(), f.seek(-10, 2), f.read(), f.seek(5), f.read(4), f.seek(2, 1), f.readline(3))
        print(f.seek(0), sum(1 for _ in f), f.seekable(), f.readable(), f.name, f.mode, f.seek(10 ** 9), f.read(1))
        refused(f.seek, 0, 5)
    refused(f.read)
    refused(f.tell)
    print(f)
print(z.read(z.getinfo('made.bin')), z.open('folder/').read())
with z.open('stored.txt') as a, z.open('deflated.txt') as b:
    print(a.read(4), b.read(9), a.read(5), b.read(5))
refused(z.getinfo, 'nothing')
refused(z.open, 'stored.txt', 'q')
refused(z.open, 'stored.txt', pwd='text')
refused(z.writestr, 'x', b'')
refused(z.setpassword, 'text')
for made in ZipInfo, zipfile.ZipInfo.from_file:
    refused(made, 'x' if made is ZipInfo else '/nonexistent', **({'date_time': (1979, 1, 1, 0, 0, 0)} if made is ZipInfo else {}))
refused(ZipFile, io.BytesIO(whole), 'q')
refused(ZipFile, io.BytesIO(whole), 'r', 99)
refused(ZipFile, io.BytesIO(b'nothing'))
refused(ZipFile, io.BytesIO(b''))
refused(ZipFile, io.BytesIO(whole[:-30]))
print([zipfile.is_zipfile(io.BytesIO(x)) for x in (whole, b'junk before' + whole, whole[:-50], b'', b'PK\5\6' + b'\0' * 18)])
print(ZipFile(io.BytesIO(b'junk before' + whole)).read('stored.txt') == data)
damaged = whole.replace(b'line by line\nsome', b'line by lime\nsome', 1)
z = ZipFile(io.BytesIO(damaged))
refused(z.read, 'stored.txt')
print(z.testzip())
with tempfile.TemporaryDirectory() as home:
    os.chdir(home)
    with ZipFile('a.zip', 'x', ZIP_DEFLATED) as z:
        os.makedirs('tree/inner')
        for name in 'tree/one.txt', 'tree/inner/two.txt':
            with open(name, 'w') as f:
                f.write(name * 20)
            os.chmod(name, 0o640)
            os.utime(name, (10 ** 9, 10 ** 9))
        z.write('tree')
        z.write('tree/one.txt', 'renamed.txt')
        z.write('tree/inner/two.txt', '/abs//x/../two.txt', ZIP_STORED)
        z.writestr('../up.txt', b'up')
        z.writestr('/root.txt', b'root')
        print(z.filename, z)
    refused(ZipFile, 'a.zip', 'x')
    with ZipFile('a.zip', 'a') as z:
        z.writestr('added', b'more')
        print(z.namelist(), z.read('added'))
    with ZipFile('a.zip') as z:
        print([(i.filename, i.file_size, oct(i.external_attr >> 16), i.compress_type) for i in z.infolist()])
        print(z.extract('renamed.txt') == os.path.join(home, 'renamed.txt'), os.path.relpath(z.extract('../up.txt', 'out'), 'out'))
        z.extractall('out')
        print(sorted(os.path.join(d, f) for d, _, fs in os.walk('out') for f in fs))
        z.extractall('some', ['added'])
        print(os.listdir('some'))
    with open('b.bin', 'wb') as f:
        f.write(b'#!shebang\n')
    with ZipFile('b.bin', 'a') as z:
        z.writestr('inside', b'x')
    with ZipFile('b.bin') as z:
        print(z.read('inside'), z.infolist()[0].header_offset, zipfile.is_zipfile('b.bin'), zipfile.is_zipfile('tree/one.txt'))
    os.utime('b.bin', (0, 0))
    refused(ZipInfo.from_file, 'b.bin')
    print(ZipInfo.from_file('b.bin', strict_timestamps=False).date_time)
    os.chdir('/')


class Pipe(io.RawIOBase):
    """A file that can only be written."""

    def __init__(self):
        self.parts = []

    def write(self, b):
        self.parts.append(bytes(b))
        return len(b)

    def writable(self):
        return True

    def tell(self):
        raise OSError


p = Pipe()
with ZipFile(p, 'w', ZIP_DEFLATED) as z:
    z.writestr('a', data)
    with z.open('b', 'w', force_zip64=True) as f:
        f.write(data)
z = ZipFile(io.BytesIO(b''.join(p.parts)))
print([(i.filename, i.flag_bits, i.extract_version, i.file_size) for i in z.infolist()], z.read('a') == z.read('b') == data, z.testzip())
limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 1000, 2
out = io.BytesIO()
with ZipFile(out, 'w') as z:
    for name in 'abc':
        z.writestr(name, data)
refused(ZipFile(io.BytesIO(), 'w', allowZip64=False).writestr, 'x', data)
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits
z = ZipFile(out)
print([(i.filename, i.file_size, i.header_offset, i.extract_version) for i in z.infolist()], all(z.read(n) == data for n in 'abc'))
