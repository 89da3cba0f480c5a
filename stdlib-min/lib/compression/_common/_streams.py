"""What files of all formats share: BaseStream, CompressedFile, and the raw stream under a file that is read."""

import io
import os

_open = open

# How much is read at a time.
BUFFER_SIZE = io.DEFAULT_BUFFER_SIZE


class BaseStream(io.BufferedIOBase):
    """What files of all formats check; subclasses say readable(), writable(), seekable() and closed."""

    def _check_not_closed(self):
        if self.closed:
            raise ValueError('I/O operation on closed file')

    def _check_can_read(self):
        if not self.readable():
            raise io.UnsupportedOperation('File not open for reading')

    def _check_can_write(self):
        if not self.writable():
            raise io.UnsupportedOperation('File not open for writing')

    def _check_can_seek(self):
        if not self.readable():
            raise io.UnsupportedOperation('Seeking is only supported on files open for reading')
        if not self.seekable():
            raise io.UnsupportedOperation('The underlying file object does not support seeking')


class DecompressReader(io.RawIOBase):
    """The text of a compressed file, of all its streams one after the other.

    make(**options) makes a decompressor. What follows the first stream and raises trailing_error is ignored.
    """

    def __init__(self, fp, make, trailing_error=(), **options):
        self._fp = fp
        self._eof = False
        self._pos = 0
        self._size = -1
        self._make = make
        self._options = options
        self._decompressor = make(**options)
        self._trailing_error = trailing_error

    def readable(self):
        return True

    def seekable(self):
        return self._fp.seekable()

    def close(self):
        self._decompressor = None
        return super().close()

    def readinto(self, b):
        with memoryview(b) as view, view.cast('B') as room:
            data = self.read(len(room))
            room[:len(data)] = data
        return len(data)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size or self._eof:
            return b''
        data = b''
        while True:
            if self._decompressor.eof:
                rest = self._decompressor.unused_data or self._fp.read(BUFFER_SIZE)
                if not rest:
                    break
                self._decompressor = self._make(**self._options)
                try:
                    data = self._decompressor.decompress(rest, size)
                except self._trailing_error:
                    break
            else:
                rest = b''
                if self._decompressor.needs_input:
                    rest = self._fp.read(BUFFER_SIZE)
                    if not rest:
                        raise EOFError('Compressed file ended before the end-of-stream marker was reached')
                data = self._decompressor.decompress(rest, size)
            if data:
                self._pos += len(data)
                return data
        self._eof = True
        self._size = self._pos
        return b''

    def readall(self):
        parts = []
        while data := self.read(1 << 20):
            parts.append(data)
        return b''.join(parts)

    def _rewind(self):
        self._fp.seek(0)
        self._eof = False
        self._pos = 0
        self._decompressor = self._make(**self._options)

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            offset += self._pos
        elif whence == io.SEEK_END:
            # The length is known only at the end.
            if self._size < 0:
                while self.read(BUFFER_SIZE):
                    pass
            offset += self._size
        elif whence != io.SEEK_SET:
            raise ValueError(f'Invalid value for whence: {whence}')
        if offset < self._pos:
            self._rewind()
        else:
            offset -= self._pos
        while offset > 0:
            data = self.read(min(BUFFER_SIZE, offset))
            if not data:
                break
            offset -= len(data)
        return self._pos

    def tell(self):
        return self._pos


class CompressedFile(BaseStream):
    """A file that is compressed when it is written and decompressed when it is read.

    Subclasses call _begin_reading or _begin_writing from __init__.
    """

    _fp = None
    _buffer = None
    _compressor = None

    def _open_file(self, filename, mode):
        """Opens a path, or takes a file object, which stays open."""
        self._reads = mode[0] == 'r'
        self._closefp = isinstance(filename, (str, bytes, os.PathLike))
        if self._closefp:
            self._fp = _open(filename, mode[0] + 'b')
        elif hasattr(filename, 'read') or hasattr(filename, 'write'):
            self._fp = filename
        else:
            raise TypeError('filename must be a str, bytes, file or PathLike object')

    def _begin_reading(self, make, trailing_error, **options):
        raw = DecompressReader(self._fp, make, trailing_error=trailing_error, **options)
        self._buffer = io.BufferedReader(raw)

    def _begin_writing(self, compressor):
        self._compressor = compressor
        self._pos = 0

    def close(self):
        """Finishes the stream; a file object that was given stays open."""
        if self.closed:
            return
        try:
            if self._buffer is not None:
                self._buffer.close()
            elif self._compressor is not None:
                compressor, self._compressor = self._compressor, None
                self._fp.write(compressor.flush())
        finally:
            fp, self._fp, self._buffer = self._fp, None, None
            if self._closefp:
                fp.close()

    @property
    def closed(self):
        return self._fp is None

    @property
    def name(self):
        self._check_not_closed()
        return self._fp.name

    @property
    def mode(self):
        return 'rb' if self._reads else 'wb'

    def fileno(self):
        """The descriptor of the compressed file."""
        self._check_not_closed()
        return self._fp.fileno()

    def seekable(self):
        return self.readable() and self._buffer.seekable()

    def readable(self):
        self._check_not_closed()
        return self._reads

    def writable(self):
        self._check_not_closed()
        return not self._reads

    def peek(self, size=-1):
        """Bytes that come next, without reading them."""
        self._check_can_read()
        return self._buffer.peek(size)

    def read(self, size=-1):
        """At most size bytes, all there are if it is negative."""
        self._check_can_read()
        return self._buffer.read(size)

    def read1(self, size=-1):
        """What there is without reading more than once."""
        self._check_can_read()
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def readline(self, size=-1):
        self._check_can_read()
        return self._buffer.readline(size)

    def write(self, data):
        """Compresses bytes into the file; how many there were."""
        self._check_can_write()
        length = len(data) if isinstance(data, (bytes, bytearray)) else memoryview(data).nbytes
        self._fp.write(self._compressor.compress(data))
        self._pos += length
        return length

    def seek(self, offset, whence=io.SEEK_SET):
        """Backwards it reads all from the start again."""
        self._check_can_seek()
        return self._buffer.seek(offset, whence)

    def tell(self):
        self._check_not_closed()
        return self._buffer.tell() if self._reads else self._pos


def check_text_mode(mode, **options):
    """Whether a mode is that of text, which is what the options are for."""
    if 't' in mode:
        if 'b' in mode:
            raise ValueError(f'Invalid mode: {mode!r}')
        return True
    for name, value in options.items():
        if value is not None:
            raise ValueError(f"Argument '{name}' not supported in binary mode")
    return False
