# Compressors, decompressors, whole texts and files.
import bz2
import io
import os
import pickle
import tempfile
from compression import bz2 as same

data = b'some text, again and again ' * 300 + bytes(range(256)) * 20
for level in range(1, 10):
    c = bz2.compress(data, level)
    print(level, c[:4], len(c) < len(data), bz2.decompress(c) == data)
print(bz2.decompress(bz2.compress(b'')), bz2.compress(b''), bz2.decompress(b''))


def refused(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print('fine', len(r) if isinstance(r, bytes) else r)
    except Exception as e:
        print(type(e).__name__, e.strerror or e if isinstance(e, OSError) else e)


c = bz2.BZ2Compressor()
parts = [c.compress(data[i:i + 1000]) for i in range(0, len(data), 1000)] + [c.flush()]
whole = b''.join(parts)
print(whole == bz2.compress(data))
refused(c.compress, b'x')
refused(c.flush)
refused(bz2.BZ2Compressor, 0)
refused(bz2.BZ2Compressor, 10)
refused(bz2.BZ2Compressor().compress, 'text')
refused(pickle.dumps, c)
d = bz2.BZ2Decompressor()
print(d.eof, d.needs_input, d.unused_data)
out = d.decompress(whole, 100)
print(len(out), d.needs_input, d.eof)
while not d.eof:
    out += d.decompress(b'' if not d.needs_input else b'more', 5000)
print(out == data, d.unused_data, d.needs_input)
refused(d.decompress, b'')
d = bz2.BZ2Decompressor()
print(d.decompress(whole + b'rest') == data, d.unused_data)
d = bz2.BZ2Decompressor()
out = b''.join(d.decompress(whole[i:i + 7]) for i in range(0, len(whole), 7))
print(out == data, d.eof)
refused(bz2.BZ2Decompressor().decompress, b'not bzip2 at all')
refused(bz2.BZ2Decompressor().decompress, whole[:-4] + b'\0\0\0\0')
print(bz2.BZ2Decompressor().decompress(whole, max_length=0), bz2.BZ2Decompressor().decompress(data=b''))
refused(bz2.decompress, whole[:-5])
print(bz2.decompress(whole + whole) == data * 2, bz2.decompress(whole + b'junk behind') == data)
refused(bz2.decompress, b'junk')
with tempfile.TemporaryDirectory() as home:
    name = os.path.join(home, 'f.bz2')
    with bz2.open(name, 'wb') as f:
        print(f.write(data), f.write(memoryview(b'ab')), f.tell(), f.writable(), f.readable(), f.seekable(), f.mode)
        f.writelines([b'line\n', b'last'])
        refused(f.read)
        refused(f.seek, 0)
    refused(f.write, b'')
    refused(f.tell)
    print(f.closed)
    with bz2.BZ2File(name, 'a') as f:
        f.write(b'\nmore')
    with bz2.open(name) as f:
        print(f.read(10), f.tell(), f.peek(3)[:3], f.read1(4), f.seek(-9, io.SEEK_END) == len(data) + 2, f.readline(), f.readlines(), f.read())
        print(f.seek(5), f.read(4), f.seek(3, io.SEEK_CUR), f.read(4), os.path.basename(f.name), isinstance(f.fileno(), int))
        b = bytearray(6)
        print(f.readinto(b), b)
        refused(f.write, b'x')
        refused(f.seek, 0, 7)
        refused(f.readline, 'x')
        refused(f.seek, -5)
    with bz2.open(name, 'rt', encoding='latin-1') as f:
        print(len(list(f)))
    with bz2.open(name, 'wt', encoding='utf-8', newline='\r\n') as f:
        print(f.write('\u00e9\n'))
    print(bz2.decompress(open(name, 'rb').read()))
    refused(bz2.open, name, 'rbt')
    refused(bz2.open, name, 'rb', encoding='utf-8')
    refused(bz2.open, name, 'q')
    refused(bz2.BZ2File, name, 'x')
    refused(bz2.BZ2File, 5)
    refused(bz2.BZ2File, name, compresslevel=0)
f = bz2.BZ2File(io.BytesIO(whole[:40]))
refused(f.read)
f = bz2.BZ2File(io.BytesIO(whole + whole))
print(sum(map(len, f)) == 2 * len(data), same.BZ2File is bz2.BZ2File)
d = bz2.BZ2Decompressor()
refused(d.decompress, b'no stream')
refused(d.decompress, b'')
print(d.needs_input, d.eof)
