"""Files under archives: streams that are read or written once from start to end, and the data of one member."""

import io
import os
import struct
import time

from _tar_format import BLOCKSIZE, NUL, CompressionError, ReadError, StreamError


class _LowLevelFile:
    """A file by its descriptor: pipes and tapes are read in pieces of the size that is asked for."""

    def __init__(self, name, mode):
        flags = os.O_RDONLY if mode == 'r' else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self.fd = os.open(name, flags, 0o666)

    def close(self):
        os.close(self.fd)

    def read(self, size):
        return os.read(self.fd, size)

    def write(self, s):
        os.write(self.fd, s)


class _Peeked:
    """A file whose first block was read."""

    def __init__(self, fileobj):
        self.fileobj = fileobj
        self.start = fileobj.read(BLOCKSIZE)

    def read(self, size):
        if self.start is not None:
            start, self.start = self.start, None
            return start
        return self.fileobj.read(size)

    def comptype(self):
        """The compression that the first bytes tell."""
        start = self.start
        if start.startswith(b'\x1f\x8b\x08'):
            return 'gz'
        if start[:3] == b'BZh' and start[4:10] == b'1AY&SY':
            return 'bz2'
        if start.startswith((b'\x5d\x00\x00\x80', b'\xfd7zXZ')):
            return 'xz'
        return 'zst' if start.startswith(b'\x28\xb5\x2f\xfd') else 'tar'

    def close(self):
        self.fileobj.close()


class Stream:
    """A sequence of blocks, compressed or not, that has no way back."""

    def __init__(self, name, mode, comptype, fileobj, bufsize, compresslevel, preset):
        self.closed = True
        self._extfileobj = fileobj is not None
        if fileobj is None:
            fileobj = _LowLevelFile(name, mode)
        if comptype == '*':
            fileobj = _Peeked(fileobj)
            comptype = fileobj.comptype()
        self.name = os.fspath(name) if name is not None else ''
        self.mode = mode
        self.comptype = comptype
        self.fileobj = fileobj
        self.bufsize = bufsize
        # Compressed bytes that were read too much or not written yet, decompressed ones, and the place in these.
        self.buf = self.dbuf = b''
        self.pos = 0
        self.cmp = None
        try:
            self._begin(compresslevel, preset)
        except:
            if not self._extfileobj:
                self.fileobj.close()
            raise
        self.closed = False

    def _begin(self, compresslevel, preset):
        if self.comptype == 'gz':
            import zlib
            self.exception = zlib.error
            self._crc32 = zlib.crc32
            self.crc = zlib.crc32(b'')
            if self.mode == 'r':
                self.cmp = zlib.decompressobj(-zlib.MAX_WBITS)
                self._skip_gzip_header()
            else:
                self.cmp = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
                self._write_gzip_header()
        elif self.comptype == 'bz2':
            import bz2
            self.exception = OSError
            self.cmp = bz2.BZ2Decompressor() if self.mode == 'r' else bz2.BZ2Compressor(compresslevel)
        elif self.comptype == 'xz':
            try:
                import lzma
            except ImportError:
                raise CompressionError('lzma module is not available') from None
            self.exception = lzma.LZMAError
            self.cmp = lzma.LZMADecompressor() if self.mode == 'r' else lzma.LZMACompressor(preset=preset)
        elif self.comptype == 'zst':
            raise CompressionError('compression.zstd module is not available')
        elif self.comptype != 'tar':
            raise CompressionError(f'unknown compression type {self.comptype!r}')

    def __del__(self):
        if not self.closed:
            self.close()

    # ---- writing

    def _write_gzip_header(self):
        now = time.time()
        name = os.path.basename(self.name.removesuffix('.gz'))
        self.name = name
        stamp = struct.pack('<L', int(now) if 0 <= now < 2 ** 32 else 0)
        self._write(b'\037\213\010\010' + stamp + b'\002\377' + name.encode('iso-8859-1', 'replace') + NUL)

    def write(self, s):
        if self.comptype == 'gz':
            self.crc = self._crc32(s, self.crc)
        self.pos += len(s)
        self._write(s if self.cmp is None else self.cmp.compress(s))

    def _write(self, s):
        self.buf += s
        while len(self.buf) > self.bufsize:
            self.fileobj.write(self.buf[:self.bufsize])
            self.buf = self.buf[self.bufsize:]

    def close(self):
        if self.closed:
            return
        self.closed = True
        try:
            if self.mode == 'w':
                if self.cmp is not None:
                    self.buf += self.cmp.flush()
                if self.buf:
                    self.fileobj.write(self.buf)
                    self.buf = b''
                    if self.comptype == 'gz':
                        self.fileobj.write(struct.pack('<LL', self.crc, self.pos & 0xffffffff))
        finally:
            if not self._extfileobj:
                self.fileobj.close()

    # ---- reading

    def _skip_gzip_header(self):
        if self._read_raw(2) != b'\037\213':
            raise ReadError('not a gzip file')
        if self._read_raw(1) != b'\010':
            raise CompressionError('unsupported compression method')
        flags = ord(self._read_raw(1))
        self._read_raw(6)
        if flags & 4:
            self._read_raw(int.from_bytes(self._read_raw(2), 'little'))
        for flag in 8, 16:
            if flags & flag:
                while self._read_raw(1) not in (b'', NUL):
                    pass
        if flags & 2:
            self._read_raw(2)

    def tell(self):
        return self.pos

    def seek(self, pos=0):
        """Reads up to a position."""
        if pos < self.pos:
            raise StreamError('seeking backwards is not allowed')
        while self.pos < pos and self.read(min(self.bufsize, pos - self.pos)):
            pass
        return self.pos

    def read(self, size):
        """The next bytes, fewer only at the end."""
        data = self._read_raw(size) if self.cmp is None else self._read_decompressed(size)
        self.pos += len(data)
        return data

    def _read_decompressed(self, size):
        parts, length = [self.dbuf], len(self.dbuf)
        while length < size:
            data, self.buf = self.buf or self.fileobj.read(self.bufsize), b''
            if not data:
                break
            try:
                data = self.cmp.decompress(data)
            except self.exception as e:
                raise ReadError('invalid compressed data') from e
            parts.append(data)
            length += len(data)
        data = b''.join(parts)
        self.dbuf = data[size:]
        return data[:size]

    def _read_raw(self, size):
        parts, length = [self.buf], len(self.buf)
        while length < size and (data := self.fileobj.read(self.bufsize)):
            parts.append(data)
            length += len(data)
        data = b''.join(parts)
        self.buf = data[size:]
        return data[:size]


class FileInFile:
    """A part of a file as one of its own; blocks are (offset, length) of what is not a hole."""

    mode = 'rb'

    def __init__(self, fileobj, offset, size, name, blocks=None):
        self.fileobj = fileobj
        self.size = size
        self.position = 0
        self.name = name
        self.closed = False
        # (start, end, place in the file, None in holes)
        self._spans = []
        end, place = 0, offset
        for start, length in [(0, size)] if blocks is None else blocks:
            if start > end:
                self._spans.append((end, start, None))
            self._spans.append((start, start + length, place))
            place += length
            end = start + length
        if end < size:
            self._spans.append((end, size, None))
        self._span = 0

    def flush(self):
        pass

    def readable(self):
        return True

    def writable(self):
        return False

    def seekable(self):
        return self.fileobj.seekable()

    def tell(self):
        return self.position

    def seek(self, position, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            position += self.position
        elif whence == io.SEEK_END:
            position += self.size
        elif whence != io.SEEK_SET:
            raise ValueError('Invalid argument')
        self.position = min(max(position, 0), self.size)
        return self.position

    def read(self, size=None):
        left = self.size - self.position
        size = left if size is None else min(size, left)
        parts = []
        while size > 0:
            start, end, place = self._find()
            length = min(size, end - self.position)
            if place is None:
                parts.append(bytes(length))
            else:
                self.fileobj.seek(place + self.position - start)
                data = self.fileobj.read(length)
                if len(data) != length:
                    raise ReadError('unexpected end of data')
                parts.append(data)
            size -= length
            self.position += length
        return b''.join(parts)

    def _find(self):
        """The span at the position; most often the one of the last time or the next."""
        for _ in self._spans:
            start, end, _ = span = self._spans[self._span]
            if start <= self.position < end:
                return span
            self._span = (self._span + 1) % len(self._spans)
        raise ReadError('unexpected end of data')

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def close(self):
        self.closed = True


class ExFileObject(io.BufferedReader):
    """A member's data as a file."""

    def __init__(self, tarfile, tarinfo):
        super().__init__(FileInFile(tarfile.fileobj, tarinfo.offset_data, tarinfo.size, tarinfo.name, tarinfo.sparse))


ExFileObject.__module__ = 'tarfile'
