"""Files in the gzip format (RFC 1952).

A file is a sequence of members: a header, a deflate stream, and the check sum and length of what it holds. `_Reader` is
the raw stream of the decompressed bytes of all members.
"""

import builtins
import io
import os
import struct
import time
import zlib

__all__ = ['BadGzipFile', 'open', 'GzipFile', 'compress', 'decompress']

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16
READ = 'rb'
WRITE = 'wb'
_COMPRESS_LEVEL_FAST = 1
_COMPRESS_LEVEL_TRADEOFF = 6
_COMPRESS_LEVEL_BEST = 9
READ_BUFFER_SIZE = 128 * 1024
_WRITE_BUFFER_SIZE = 4 * io.DEFAULT_BUFFER_SIZE


def open(filename, mode='rb', compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None,
         newline=None):
    """Open a compressed file, by name or on a file object, for bytes or text."""
    if 't' in mode:
        if 'b' in mode:
            raise ValueError(f'Invalid mode: {mode!r}')
    else:
        for name, value in (('encoding', encoding), ('errors', errors), ('newline', newline)):
            if value is not None:
                raise ValueError(f'Argument {name!r} not supported in binary mode')
    raw_mode = mode.replace('t', '')
    if isinstance(filename, (str, bytes, os.PathLike)):
        binary = GzipFile(filename, raw_mode, compresslevel)
    elif hasattr(filename, 'read') or hasattr(filename, 'write'):
        binary = GzipFile(None, raw_mode, compresslevel, filename)
    else:
        raise TypeError('filename must be a str or bytes object, or a file')
    if 't' in mode:
        return io.TextIOWrapper(binary, io.text_encoding(encoding), errors, newline)
    return binary


class BadGzipFile(OSError):
    """The file is not in the gzip format, or damaged."""


class _Prefixed:
    """A file in front of which stands what was read too much."""

    def __init__(self, file):
        self.file = file
        self.rest = b''

    def read(self, size):
        if not self.rest:
            return self.file.read(size)
        data, self.rest = self.rest[:size], self.rest[size:]
        return data if len(data) == size else data + self.file.read(size - len(data))

    def prepend(self, data):
        self.rest = data + self.rest

    def seek(self, offset):
        self.rest = b''
        return self.file.seek(offset)


def _read_exact(file, n):
    data = file.read(n)
    while len(data) < n:
        more = file.read(n - len(data))
        if not more:
            raise EOFError('Compressed file ended before the end-of-stream marker was reached')
        data += more
    return data


def _read_gzip_header(file):
    """Read the header of a member; its time, or None at the end of the file."""
    magic = file.read(2)
    if magic == b'':
        return None
    if magic != b'\037\213':
        raise BadGzipFile(f'Not a gzipped file ({magic!r})')
    method, flags, mtime = struct.unpack('<BBIxx', _read_exact(file, 8))
    if method != 8:
        raise BadGzipFile('Unknown compression method')
    if flags & FEXTRA:
        length, = struct.unpack('<H', _read_exact(file, 2))
        _read_exact(file, length)
    for flag in (FNAME, FCOMMENT):
        if flags & flag:
            while file.read(1) not in (b'', b'\0'):
                pass
    if flags & FHCRC:
        _read_exact(file, 2)
    return mtime


class _Reader(io.RawIOBase):
    """The decompressed bytes of a file."""

    def __init__(self, file):
        self._file = _Prefixed(file)
        self._pos = 0
        self._size = -1
        self._begin()

    def _begin(self):
        self._new_member = True
        self._end = False
        self._last_mtime = None

    def readable(self):
        return True

    def seekable(self):
        return self._file.file.seekable()

    def tell(self):
        return self._pos

    def readinto(self, buffer):
        with memoryview(buffer) as view, view.cast('B') as bytes_view:
            data = self.read(len(bytes_view))
            bytes_view[:len(data)] = data
        return len(data)

    def readall(self):
        parts = []
        while data := self.read(1 << 20):
            parts.append(data)
        return b''.join(parts)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size or self._end:
            return b''
        while True:
            if not self._new_member and self._machine.eof:
                self._check_end()
            if self._new_member:
                # Zeros may stand between members.
                mtime = _read_gzip_header(self._file)
                if mtime is None:
                    self._end = True
                    self._size = self._pos
                    return b''
                self._last_mtime = mtime
                self._machine = zlib._ZlibDecompressor(wbits=-zlib.MAX_WBITS)
                self._crc = zlib.crc32(b'')
                self._length = 0
                self._new_member = False
            if self._machine.needs_input:
                data = self._file.read(READ_BUFFER_SIZE)
                out = self._machine.decompress(data, size)
            else:
                data = b''
                out = self._machine.decompress(b'', size)
            if self._machine.eof:
                self._file.prepend(self._machine.unused_data)
            elif not out and not data:
                raise EOFError('Compressed file ended before the end-of-stream marker was reached')
            self._crc = zlib.crc32(out, self._crc)
            self._length += len(out)
            self._pos += len(out)
            if out:
                return out

    def _check_end(self):
        crc, length = struct.unpack('<II', _read_exact(self._file, 8))
        if crc != self._crc:
            raise BadGzipFile(f'CRC check failed {hex(crc)} != {hex(self._crc)}')
        if length != self._length & 0xffffffff:
            raise BadGzipFile('Incorrect length of data produced')
        char = b'\0'
        while char == b'\0':
            char = self._file.read(1)
        if char:
            self._file.prepend(char)
        self._new_member = True

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            offset += self._pos
        elif whence == io.SEEK_END:
            if self._size < 0:
                while self.read(io.DEFAULT_BUFFER_SIZE):
                    pass
            offset += self._size
        elif whence != io.SEEK_SET:
            raise ValueError(f'Invalid value for whence: {whence}')
        if offset < self._pos:
            self._file.seek(0)
            self._pos = 0
            self._begin()
        left = offset - self._pos
        while left > 0:
            data = self.read(min(io.DEFAULT_BUFFER_SIZE, left))
            if not data:
                break
            left -= len(data)
        return self._pos

    def close(self):
        self._machine = None
        super().close()


class _WriteBufferStream(io.RawIOBase):
    """What the buffer of a file that is written writes to."""

    def __init__(self, gzip_file):
        self.gzip_file = gzip_file

    def write(self, data):
        return self.gzip_file._write_raw(data)

    def seekable(self):
        return False

    def writable(self):
        return True


class GzipFile(io.BufferedIOBase):
    """A compressed file as one of bytes."""

    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None,
                 mtime=None):
        self.mode = None
        self.fileobj = None
        self._buffer = None
        if mode and ('t' in mode or 'U' in mode):
            raise ValueError(f'Invalid mode: {mode!r}')
        if mode and 'b' not in mode:
            mode += 'b'
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or 'rb')
        if filename is None:
            filename = getattr(fileobj, 'name', '')
            if not isinstance(filename, (str, bytes)):
                filename = ''
        else:
            filename = os.fspath(filename)
        if mode is None:
            mode = getattr(fileobj, 'mode', 'rb')
        if mode.startswith('r'):
            self.mode = READ
            self._raw = _Reader(fileobj)
            self._buffer = io.BufferedReader(self._raw, READ_BUFFER_SIZE)
            self.name = filename
        elif mode.startswith(('w', 'a', 'x')):
            self.mode = WRITE
            self.name = filename
            self.compresslevel = compresslevel
            self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS,
                                             zlib.DEF_MEM_LEVEL, 0)
            self._write_mtime = mtime
            self.crc = zlib.crc32(b'')
            self.size = 0
            self.offset = 0
            self._buffer = io.BufferedWriter(_WriteBufferStream(self), _WRITE_BUFFER_SIZE)
        else:
            raise ValueError(f'Invalid mode: {mode!r}')
        self.fileobj = fileobj
        if self.mode == WRITE:
            self._write_gzip_header(compresslevel)

    @property
    def mtime(self):
        """The time in the header that was read last."""
        return self._raw._last_mtime

    def __repr__(self):
        return '<gzip ' + repr(self.fileobj)[1:-1] + ' ' + hex(id(self)) + '>'

    def _write_gzip_header(self, compresslevel):
        try:
            # The format asks for Latin-1.
            name = os.path.basename(self.name)
            if not isinstance(name, bytes):
                name = name.encode('latin-1')
            name = name.removesuffix(b'.gz')
        except UnicodeEncodeError:
            name = b''
        mtime = self._write_mtime
        if mtime is None:
            mtime = time.time()
            if not 0 <= mtime < 2 ** 32:
                # The field has no room for it.
                mtime = 0
        effort = {_COMPRESS_LEVEL_BEST: 2, _COMPRESS_LEVEL_FAST: 4}.get(compresslevel, 0)
        header = b'\037\213\010' + struct.pack('<BLBB', FNAME if name else 0, int(mtime), effort, 255)
        self.fileobj.write(header + (name + b'\0' if name else b''))

    def _check_not_closed(self):
        if self.closed:
            raise ValueError('I/O operation on closed file')

    def write(self, data):
        """Compress bytes into the file."""
        self._check_not_closed()
        if self.mode != WRITE:
            import errno
            raise OSError(errno.EBADF, 'write() on read-only GzipFile object')
        if self.fileobj is None:
            raise ValueError('write() on closed GzipFile object')
        return self._buffer.write(data)

    def _write_raw(self, data):
        with memoryview(data) as view:
            length = view.nbytes
            if length:
                self.fileobj.write(self.compress.compress(data))
                self.size += length
                self.crc = zlib.crc32(data, self.crc)
                self.offset += length
        return length

    def _check_read(self, what):
        self._check_not_closed()
        if self.mode != READ:
            import errno
            raise OSError(errno.EBADF, f'{what}() on write-only GzipFile object')

    def read(self, size=-1):
        """Decompressed bytes."""
        self._check_read('read')
        return self._buffer.read(size)

    def read1(self, size=-1):
        """What there is without reading more than once."""
        self._check_read('read1')
        if size < 0:
            size = io.DEFAULT_BUFFER_SIZE
        return self._buffer.read1(size)

    def readinto(self, b):
        self._check_read('readinto')
        return self._buffer.readinto(b)

    def readinto1(self, b):
        self._check_read('readinto1')
        return self._buffer.readinto1(b)

    def peek(self, n):
        """Bytes that come next, without reading them."""
        self._check_read('peek')
        return self._buffer.peek(n)

    def readline(self, size=-1):
        self._check_not_closed()
        return self._buffer.readline(size)

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        """Finish the file; a file object that was given stays open."""
        fileobj = self.fileobj
        if fileobj is None:
            return
        try:
            if self.mode == WRITE:
                self._buffer.flush()
                fileobj.write(self.compress.flush())
                fileobj.write(struct.pack('<II', self.crc, self.size & 0xffffffff))
            elif self.mode == READ:
                self._buffer.close()
        finally:
            self.fileobj = None
            own, self.myfileobj = self.myfileobj, None
            if own is not None:
                own.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        """Write what is there, in a way that it can be read."""
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    def fileno(self):
        """The descriptor of the compressed file."""
        return self.fileobj.fileno()

    def rewind(self):
        """Back to the start of what is read."""
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        """Move; when writing only forward, over zeros."""
        if self.mode == WRITE:
            self._check_not_closed()
            self._buffer.flush()
            if whence != io.SEEK_SET:
                if whence == io.SEEK_CUR:
                    offset += self.offset
                else:
                    raise ValueError('Seek from end not supported')
            if offset < self.offset:
                raise OSError('Negative seek in write mode')
            count = offset - self.offset
            block = b'\0' * _WRITE_BUFFER_SIZE
            while count > 0:
                self.write(block[:count])
                count -= len(block[:count])
            self._buffer.flush()
            return self.offset
        self._check_not_closed()
        return self._buffer.seek(offset, whence)

    def tell(self):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            return self.offset
        return self._buffer.tell()


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=0):
    """The data as one member."""
    made = zlib.compress(data, compresslevel, 31)
    if mtime is None:
        mtime = time.time()
    # The system in the header is unknown, so that all systems write the same.
    return made[:4] + struct.pack('<L', int(mtime)) + made[8:9] + b'\xff' + made[10:]


def decompress(data):
    """What all members of the data hold."""
    parts = []
    while True:
        file = io.BytesIO(data)
        if _read_gzip_header(file) is None:
            return b''.join(parts)
        machine = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        out = machine.decompress(data[file.tell():])
        if not machine.eof or len(machine.unused_data) < 8:
            raise EOFError('Compressed file ended before the end-of-stream marker was reached')
        crc, length = struct.unpack('<II', machine.unused_data[:8])
        if crc != zlib.crc32(out):
            raise BadGzipFile('CRC check failed')
        if length != len(out) & 0xffffffff:
            raise BadGzipFile('Incorrect length of data produced')
        parts.append(out)
        data = machine.unused_data[8:].lstrip(b'\0')
