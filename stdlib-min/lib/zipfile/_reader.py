"""A file within an archive that is read."""

import io
import os
import zlib

from . import _records as records
from ._records import BadZipFile


class SharedFile:
    """The part of the archive's file that one reader is at; readers take turns under the archive's lock."""

    def __init__(self, archive, place, close):
        self._archive = archive
        self._file = archive.fp
        self._place = place
        self._close = close
        self.seekable = self._file.seekable

    def _check(self, what):
        if self._archive._writing:
            raise ValueError(f"Can't {what} the ZIP file while there is an open writing handle on it. "
                             'Close the writing handle before trying to read.')

    def tell(self):
        return self._place

    def seek(self, offset, whence=os.SEEK_SET):
        with self._archive._lock:
            self._check('reposition in')
            if whence == os.SEEK_CUR:
                self._file.seek(self._place + offset)
            else:
                self._file.seek(offset, whence)
            self._place = self._file.tell()
            return self._place

    def read(self, n=-1):
        with self._archive._lock:
            self._check('read from')
            self._file.seek(self._place)
            data = self._file.read(n)
            self._place = self._file.tell()
            return data

    def close(self):
        if self._file is not None:
            file, self._file = self._file, None
            self._close(file)


class ZipExtFile(io.BufferedIOBase):
    """The decompressed bytes of one member."""

    # The most that is asked for at once, the least that is read, and the most that a seek skips at once.
    MAX_N = (1 << 31) - 1
    MIN_READ_SIZE = 4096
    MAX_SEEK_READ = 1 << 24

    def __init__(self, fileobj, mode, zipinfo, pwd=None, close_fileobj=False):
        self._fileobj = fileobj
        self._pwd = pwd
        self._close_fileobj = close_fileobj
        self._method = zipinfo.compress_type
        self._size = zipinfo.file_size
        self._compressed_size = zipinfo.compress_size
        self._crc = getattr(zipinfo, 'CRC', None)
        self.newlines = None
        self.mode = mode
        self.name = zipinfo.filename
        self._seekable = False
        try:
            if fileobj.seekable():
                self._start = fileobj.tell()
                self._seekable = True
        except AttributeError:
            pass
        self._begin()
        if pwd:
            # The last byte of the head tells most wrong passwords.
            sizes_follow = zipinfo.flag_bits & records.SIZES_FOLLOW
            check = zipinfo._raw_time >> 8 if sizes_follow else zipinfo.CRC >> 24
            if self._head[11] != check & 0xff:
                raise RuntimeError(f'Bad password for file {zipinfo.orig_filename!r}')

    def _begin(self):
        """The state at the member's start."""
        self._decompressor = records.decompressor(self._method)
        self._compress_left = self._compressed_size
        self._left = self._size
        self._running_crc = 0
        # None when bytes were skipped, so that the sum says nothing.
        self._expected_crc = self._crc
        self._eof = False
        # Decompressed bytes, and how many of these were given out.
        self._buffer = b''
        self._offset = 0
        self._decrypter = None
        if self._pwd:
            self._decrypter = records.Decrypter(self._pwd)
            self._head = self._decrypter(self._fileobj.read(12))
            self._compress_left -= 12

    def __repr__(self):
        kind = type(self)
        parts = [f'<{kind.__module__}.{kind.__qualname__}']
        if self.closed:
            parts.append('[closed]')
        else:
            parts.append(f'name={self.name!r}')
            if self._method != records.ZIP_STORED:
                parts.append(f'compress_type={records.compressor_names.get(self._method, self._method)}')
        return ' '.join(parts) + '>'

    def _check(self, message):
        if self.closed:
            raise ValueError(message)

    # ---- reading

    def _raw(self, n):
        """Bytes as they stand in the archive."""
        if self._compress_left <= 0:
            return b''
        data = self._fileobj.read(min(max(n, self.MIN_READ_SIZE), self._compress_left))
        self._compress_left -= len(data)
        if not data:
            raise EOFError
        return self._decrypter(data) if self._decrypter else data

    def _read1(self, n):
        """Some bytes more, about n of them; empty does not say that it is the end."""
        if self._eof or n <= 0:
            return b''
        machine = self._decompressor
        if self._method == records.ZIP_STORED:
            data = self._raw(n)
            self._eof = self._compress_left <= 0
        elif self._method == records.ZIP_DEFLATED:
            data = machine.unconsumed_tail
            if n > len(data):
                data += self._raw(n - len(data))
            data = machine.decompress(data, max(n, self.MIN_READ_SIZE))
            self._eof = machine.eof or self._compress_left <= 0 and not machine.unconsumed_tail
            if self._eof:
                data += machine.flush()
        else:
            data = self._raw(n) if machine.needs_input else b''
            data = machine.decompress(data, max(n, self.MIN_READ_SIZE))
            self._eof = machine.eof or self._compress_left <= 0 and machine.needs_input
        data = data[:self._left]
        self._left -= len(data)
        if self._left <= 0:
            self._eof = True
        if self._expected_crc is not None:
            self._running_crc = zlib.crc32(data, self._running_crc)
            if self._eof and self._running_crc != self._expected_crc:
                raise BadZipFile(f'Bad CRC-32 for file {self.name!r}')
        return data

    def _take(self, n, once):
        """At most n bytes, all there are if n is None or negative; once: from one read that gives some."""
        parts = [self._buffer[self._offset:]]
        if n is None or n < 0:
            self._buffer, self._offset = b'', 0
            while not self._eof:
                data = self._read1(self.MAX_N)
                parts.append(data)
                if data and once:
                    break
            return b''.join(parts)
        end = self._offset + n
        if end < len(self._buffer):
            data = self._buffer[self._offset:end]
            self._offset = end
            return data
        n -= len(parts[0])
        self._buffer, self._offset = b'', 0
        while n > 0 and not self._eof:
            data = self._read1(n)
            if len(data) > n:
                self._buffer, self._offset = data, n
                data = data[:n]
            parts.append(data)
            n -= len(data)
            if data and once:
                break
        return b''.join(parts)

    def readable(self):
        self._check('I/O operation on closed file.')
        return True

    def read(self, n=-1):
        """At most n bytes, all there are without n."""
        self._check('read from closed file.')
        return self._take(n, False)

    def read1(self, n):
        """What one read of the archive gives, at most n bytes."""
        return self._take(n, True)

    def readline(self, limit=-1):
        """A line, with at most limit bytes."""
        if limit < 0:
            end = self._buffer.find(b'\n', self._offset) + 1
            if end > 0:
                line = self._buffer[self._offset:end]
                self._offset = end
                return line
        return io.BufferedIOBase.readline(self, limit)

    def peek(self, n=1):
        """Bytes that come next, without going on."""
        if n > len(self._buffer) - self._offset:
            data = self.read(n)
            if len(data) > self._offset:
                self._buffer = data + self._buffer[self._offset:]
                self._offset = 0
            else:
                self._offset -= len(data)
        return self._buffer[self._offset:self._offset + 512]

    def close(self):
        try:
            if self._close_fileobj:
                self._fileobj.close()
        finally:
            super().close()

    # ---- positions

    def seekable(self):
        self._check('I/O operation on closed file.')
        return self._seekable

    def _check_seekable(self):
        if not self._seekable:
            raise io.UnsupportedOperation('underlying stream is not seekable')

    def tell(self):
        self._check('tell on closed file.')
        self._check_seekable()
        return self._size - self._left - len(self._buffer) + self._offset

    def seek(self, offset, whence=os.SEEK_SET):
        """Backwards it reads from the start again, unless the member is stored."""
        self._check('seek on closed file.')
        self._check_seekable()
        now = self.tell()
        if whence == os.SEEK_CUR:
            offset += now
        elif whence == os.SEEK_END:
            offset += self._size
        elif whence != os.SEEK_SET:
            raise ValueError('whence must be os.SEEK_SET (0), os.SEEK_CUR (1), or os.SEEK_END (2)')
        skip = min(max(offset, 0), self._size) - now
        if 0 <= self._offset + skip < len(self._buffer):
            self._offset += skip
        elif self._method == records.ZIP_STORED and self._decrypter is None and skip:
            self._expected_crc = None
            skip -= len(self._buffer) - self._offset
            self._fileobj.seek(skip, os.SEEK_CUR)
            self._left -= skip
            self._compress_left -= skip
            self._eof = self._left <= 0
            self._buffer, self._offset = b'', 0
        else:
            if skip < 0:
                self._fileobj.seek(self._start)
                skip += now
                self._begin()
            while skip > 0:
                step = min(self.MAX_SEEK_READ, skip)
                self.read(step)
                skip -= step
        return self.tell()
