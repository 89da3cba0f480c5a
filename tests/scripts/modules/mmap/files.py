# mmap: files: access, offsets, resizing, what others read.
import mmap
import os
import tempfile


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


with tempfile.TemporaryFile() as f:
    refused(mmap.mmap, f.fileno(), 0)
    f.write(b'0123456789' * 1000)
    f.flush()
    with mmap.mmap(f.fileno(), 0) as m:
        print(len(m), m.size(), m[:12], m[9995:])
        m[0:2] = b'ab'
        m.flush()
        print(os.pread(f.fileno(), 4, 0))
        os.pwrite(f.fileno(), b'XY', 2)
        print(m[:6])
        m.resize(4096)
        print(len(m), m.size(), os.fstat(f.fileno()).st_size)
        m.resize(12000)
        print(len(m), m.size(), m[4090:4100], m[11999])
    with mmap.mmap(f.fileno(), 100, access=mmap.ACCESS_COPY) as m:
        m[0:4] = b'copy'
        print(m[:5], os.pread(f.fileno(), 5, 0), m, m.flush())
        refused(m.resize, 50)
    with mmap.mmap(f.fileno(), 100, access=mmap.ACCESS_READ) as m:
        print(m[:5], m.read(5), m)
        refused(m.write, b'x')
    with mmap.mmap(f.fileno(), 10, offset=mmap.ALLOCATIONGRANULARITY) as m:
        print(m[:], m, m.size())
    refused(mmap.mmap, f.fileno(), 0, offset=mmap.PAGESIZE * 9)
    refused(mmap.mmap, f.fileno(), 99999)
    refused(mmap.mmap, f.fileno(), 10, offset=1)
    with mmap.mmap(f.fileno(), 10, trackfd=False) as m:
        m[0] = 33
        print(m[:2])
        refused(m.size)
        refused(m.resize, 20)
m = mmap.mmap(-1, 10)
m[:] = b'abcdefghij'
import re
import struct
print(re.search(b'[e-g]+', m).group(), struct.unpack_from('<H', m, 2), struct.pack_into('<H', m, 0, 0x4142))
with tempfile.TemporaryFile() as f:
    f.write(m)
    f.seek(0)
    print(f.readinto(memoryview(m)[5:]), m[:])
refused(mmap.mmap, 9999, 10)

# shared with a child
m = mmap.mmap(-1, 10)
p = mmap.mmap(-1, 10, flags=mmap.MAP_PRIVATE)
pid = os.fork()
if pid == 0:
    m[:5] = b'child'
    p[:5] = b'child'
    os._exit(0)
os.waitpid(pid, 0)
print(m[:], p[:])
