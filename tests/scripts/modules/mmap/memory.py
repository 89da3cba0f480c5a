# mmap: anonymous memory: reading, writing, searching, moving, views, refusals.
import mmap


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


m = mmap.mmap(-1, 20)
print(len(m), m, m.tell(), m.closed)
refused(m.size)
print(m.write(b'hello\nworld\n'), m.tell(), m.seek(0), m.read(3), m.readline(), m.readline(), m.readline())
print(m.seek(-5, 2), m.seek(2, 1), m.read(), m.read(), m.tell(), m.seekable())
refused(m.seek, -1)
refused(m.seek, 21)
refused(m.seek, 0, 5)
m.seek(18)
refused(m.write, b'abc')
refused(m.read_byte)
m.seek(0)
m.write_byte(72)
print(m[0], m[:5], m[-9:-5], m[::3], m[4::-1], m[5:2])
m.seek(20)
refused(m.read_byte)
refused(m.write_byte, 1)
refused(m.write_byte, 256)
m[0] = 104
m[1:3] = b'EL'
m[10:20:3] = b'****'
print(m[:])
for key, value in ((20, 1), (-21, 1), (0, 256), (0, -1), (0, 'x'), ('x', 1), (slice(0, 2), b'x'), (slice(0, 2), 'xy')):
    refused(m.__setitem__, key, value)
refused(m.__getitem__, 20)
refused(m.__getitem__, 1.5)
refused(m.__delitem__, 0)
refused(m.__delitem__, slice(0, 1))
m.seek(0)
print(m.find(b'o'), m.find(b'o', 6), m.find(b'o', 5, 6), m.find(b''), m.find(b'*', -3), m.rfind(b'*'), m.rfind(b'o', 0, 8), m.find(b'zz'))
m.seek(6)
print(m.find(b'o'), m.rfind(b'E'))
m.move(0, 6, 5)
print(m[:12])
m.move(1, 0, 4)
print(m[:6])
for args in ((0, 0, 21), (-1, 0, 1), (0, 20, 1), (15, 0, 6)):
    refused(m.move, *args)
view = memoryview(m)
print(view.readonly, view.nbytes, view.format, bytes(view[:4]))
view[0] = 65
print(m[0], bytes(m)[:3], bytearray(m)[:3], b'A' in list(m), list(m)[:2])
refused(m.close)
refused(m.resize, 40)
view.release()
print(m.flush(), m.flush(0, 5), m.madvise(mmap.MADV_NORMAL), m.madvise(mmap.MADV_WILLNEED, 0, 10))
refused(m.flush, 5, 20)
refused(m.madvise, mmap.MADV_NORMAL, 20)
refused(m.madvise, mmap.MADV_NORMAL, 0, -1)
refused(m.resize, 40)
m.close()
m.close()
print(m, m.closed)
for f in (m.read, m.tell, m.size, m.__len__, lambda: m[0], m.flush, m.__enter__):
    refused(f)
with mmap.mmap(-1, 5, access=mmap.ACCESS_READ) as m:
    print(m, m[:], memoryview(m).readonly)
    refused(m.write, b'x')
    refused(m.__setitem__, 0, 1)
    refused(m.resize, 3)
print(m.closed)
with mmap.mmap(-1, 5, flags=mmap.MAP_PRIVATE) as m:
    m.resize(9000)
    m[8999] = 1
    print(len(m), m[8999], m[:3])
    m.resize(4)
    print(len(m))
refused(mmap.mmap, -1, -1)
refused(mmap.mmap, -1, 1, offset=-1)
refused(mmap.mmap, -1, 1, access=9)
refused(mmap.mmap, -1, 1, flags=mmap.MAP_PRIVATE, access=1)
print(mmap.error is OSError, mmap.PAGESIZE == mmap.ALLOCATIONGRANULARITY, mmap.ACCESS_COPY, mmap.PROT_READ)


class Sub(mmap.mmap):
    pass


s = Sub(-1, 3)
s.extra = 1
print(type(s).__name__, s, s.extra)
