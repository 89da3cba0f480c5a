"""zlib: whole streams, streams in parts, headers, dictionaries, errors."""
import zlib
d=b"hello world"*1000
c=zlib.compress(d); print(len(c)<200, zlib.decompress(c)==d, zlib.crc32(d), zlib.adler32(d))
for f in (lambda: zlib.decompress(b"xx"), lambda: zlib.decompress(c[:-5]), lambda: zlib.compress(d,10), lambda: zlib.compressobj(11), lambda: zlib.decompressobj(99), lambda: zlib.decompress(c,-15), lambda: zlib.decompress(d)):
    try: print(f())
    except Exception as e: print(type(e), e)
o=zlib.decompressobj(); print(o.decompress(c+b"rest", 10), len(o.unconsumed_tail)>0, o.eof); r=o.decompress(o.unconsumed_tail); print(len(r), o.unused_data, o.eof, o.flush())
o=zlib.compressobj(9,zlib.DEFLATED,31); g=o.compress(d)+o.flush(); print(g[:3], zlib.decompress(g,47)==d)
o=zlib.compressobj(zdict=b"hello world"); g=o.compress(d)+o.flush(zlib.Z_SYNC_FLUSH)+o.flush()
print(zlib.decompressobj(zdict=b"hello world").decompress(g)==d)
try: zlib.decompressobj().decompress(g)
except zlib.error as e: print(e)
try: zlib.decompressobj(zdict=b"bad").decompress(g)
except zlib.error as e: print(e)
print(zlib.error, zlib.crc32(b"a", -1), zlib._ZlibDecompressor)
d = zlib._ZlibDecompressor()
print(d.decompress(c, 5), d.needs_input, d.eof); print(len(d.decompress(b"")), d.eof, d.unused_data)
try: d.decompress(b"x")
except EOFError as e: print(e)
import threading
data = bytes(range(256)) * 5000
def work(out): out.append(zlib.crc32(zlib.decompress(zlib.compress(data, 1))))
out = []
ts = [threading.Thread(target=work, args=(out,)) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(out == [zlib.crc32(data)] * 4)
shared = zlib.compressobj()
parts = []
def feed():
    for _ in range(50): parts.append(len(shared.compress(b"abc" * 100)))
ts = [threading.Thread(target=feed) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(len(parts), len(shared.flush()) > 0)
try: shared.compress(b"more")
except zlib.error as e: print(e)
for level in range(-1, 10):
    for strategy in range(5):
        o = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
        assert zlib.decompress(o.compress(data) + o.flush(), -15) == data
print("all levels")
