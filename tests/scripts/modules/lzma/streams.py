# Compressors, decompressors, whole texts and files, in all formats.
import io
import lzma
import os
import pickle
import tempfile
from compression import lzma as same
from lzma import LZMACompressor, LZMADecompressor

data = b'some text, again and again ' * 300 + bytes(range(256)) * 20


def call(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print('fine', len(r) if isinstance(r, bytes) else r)
    except Exception as e:
        print(type(e).__name__, e.strerror or e if isinstance(e, OSError) else e)


chain = [{'id': lzma.FILTER_DELTA, 'dist': 4}, {'id': lzma.FILTER_X86}, {'id': lzma.FILTER_LZMA2, 'preset': 3, 'dict_size': 65536, 'nice_len': 32}]
for options in {}, {'check': lzma.CHECK_NONE}, {'check': lzma.CHECK_SHA256, 'preset': 0}, {'preset': 9 | lzma.PRESET_EXTREME}, {'filters': chain}, {'format': lzma.FORMAT_ALONE}, \
        {'format': lzma.FORMAT_ALONE, 'filters': [{'id': lzma.FILTER_LZMA1, 'lc': 0, 'pb': 0}]}, {'format': lzma.FORMAT_RAW, 'filters': chain}:
    c = lzma.compress(data, **options)
    back = {k: v for k, v in options.items() if options.get('format') == lzma.FORMAT_RAW and k != 'check'}
    print(sorted(options), c[:6], len(c) < len(data), lzma.decompress(c, **back) == data)
xz, alone = lzma.compress(data), lzma.compress(data, lzma.FORMAT_ALONE)
c = LZMACompressor()
parts = [c.compress(data[i:i + 1000]) for i in range(0, len(data), 1000)] + [c.flush()]
print(b''.join(parts) == xz)
call(c.compress, b'x')
call(c.flush)
call(LZMACompressor().compress, 'text')
call(pickle.dumps, c)
d = LZMADecompressor()
print(d.check, d.eof, d.needs_input, d.unused_data)
for end in 6, 11, 12:
    d.decompress(xz[{6: 0, 11: 6, 12: 11}[end]:end])
    print(end, d.check)
out = d.decompress(xz[12:] + b'rest', 100)
print(len(out), d.needs_input, d.eof)
while not d.eof:
    out += d.decompress(b'', max_length=5000)
print(out == data, d.unused_data, d.needs_input, d.check)
call(d.decompress, b'')
d = LZMADecompressor()
print(b''.join(d.decompress(alone[i:i + 7]) for i in range(0, len(alone), 7)) == data, d.eof, d.check)
print(LZMADecompressor().decompress(xz, 0), [LZMADecompressor(f).check for f in range(3)])
for f, junk in (lzma.FORMAT_AUTO, b'no stream at all'), (lzma.FORMAT_XZ, alone), (lzma.FORMAT_ALONE, xz), (lzma.FORMAT_AUTO, xz[:-20] + b'\xff' + xz[-19:]):
    d = LZMADecompressor(f)
    call(d.decompress, junk)
    call(d.decompress, b'')
d = LZMADecompressor(memlimit=1000)
call(d.decompress, xz)
call(lzma.decompress, xz[:-3])
call(lzma.decompress, b'')
call(lzma.decompress, b'junk')
print(lzma.decompress(xz + alone) == data * 2, lzma.decompress(xz + b'junk') == data, lzma.decompress(lzma.compress(b'')))
with tempfile.TemporaryDirectory() as home:
    name = os.path.join(home, 'f.xz')
    with lzma.open(name, 'wb', preset=1, check=lzma.CHECK_CRC32) as f:
        print(f.write(data), f.write(memoryview(b'ab')), f.tell(), f.writable(), f.readable(), f.seekable(), f.mode)
        call(f.read)
        call(f.seek, 0)
    call(f.write, b'')
    with lzma.LZMAFile(name, 'a') as f:
        f.write(b'\nmore')
    with lzma.open(name) as f:
        print(f.read(10), f.tell(), f.peek(3)[:3], f.read1(4), f.seek(-6, io.SEEK_END) == len(data) + 1, f.readline(), f.readlines(), f.read())
        print(f.seek(5), f.read(4), f.seek(3, io.SEEK_CUR), f.read(4), os.path.basename(f.name), isinstance(f.fileno(), int))
        call(f.write, b'x')
        call(f.seek, 0, 7)
    with lzma.open(name, 'rt', encoding='latin-1') as f:
        print(len(list(f)))
    with lzma.open(name, 'wt', format=lzma.FORMAT_ALONE, encoding='utf-8', newline='\r\n') as f:
        print(f.write('\u00e9\n'))
    print(lzma.decompress(open(name, 'rb').read()), lzma.decompress(open(name, 'rb').read(), lzma.FORMAT_ALONE))
    call(lzma.open, name, 'rbt')
    call(lzma.open, name, 'rb', encoding='utf-8')
    call(lzma.open, name, 'q')
    call(lzma.LZMAFile, name, 'x')
    call(lzma.LZMAFile, 5)
    call(lzma.LZMAFile, name, preset=5)
    call(lzma.LZMAFile, name, check=1)
    with lzma.open(name, 'wb', format=lzma.FORMAT_RAW, filters=chain) as f:
        f.write(data)
    with lzma.open(name, format=lzma.FORMAT_RAW, filters=chain) as f:
        print(f.read() == data)
f = lzma.LZMAFile(io.BytesIO(xz[:40]))
call(f.read)
print(lzma.LZMAFile(io.BytesIO(xz + xz + b'junk')).read() == data * 2, same.LZMAFile is lzma.LZMAFile)
