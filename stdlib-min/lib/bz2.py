"""Files and texts compressed with bzip2."""

import io
from _bz2 import BZ2Compressor, BZ2Decompressor
from compression._common._streams import CompressedFile, check_text_mode

__all__ = ['BZ2File', 'BZ2Compressor', 'BZ2Decompressor', 'open', 'compress', 'decompress']


class BZ2File(CompressedFile):
    """A file in the format bzip2.

    filename is a path or a file. mode is 'r', 'w', 'x' or 'a'.
    """

    def __init__(self, filename, mode='r', *, compresslevel=9):
        if not 1 <= compresslevel <= 9:
            raise ValueError('compresslevel must be between 1 and 9')
        if mode not in ('', 'r', 'rb', 'w', 'wb', 'x', 'xb', 'a', 'ab'):
            raise ValueError(f'Invalid mode: {mode!r}')
        self._open_file(filename, mode or 'r')
        if self._reads:
            self._begin_reading(BZ2Decompressor, OSError)
        else:
            self._begin_writing(BZ2Compressor(compresslevel))

    def peek(self, n=0):
        """Bytes that come next, without reading them."""
        return super().peek(n)

    def readinto(self, b):
        self._check_can_read()
        return self._buffer.readinto(b)

    def readline(self, size=-1):
        return super().readline(_index(size))

    def __iter__(self):
        self._check_can_read()
        return self._buffer.__iter__()

    def readlines(self, size=-1):
        self._check_can_read()
        return self._buffer.readlines(_index(size))

    def writelines(self, seq):
        self._check_can_write()
        for line in seq:
            self.write(line)


def _index(size):
    if not isinstance(size, int):
        if not hasattr(size, '__index__'):
            raise TypeError('Integer argument expected')
        size = size.__index__()
    return size


def open(filename, mode='rb', compresslevel=9, encoding=None, errors=None, newline=None):
    """A file in binary mode, or in text mode if that has a 't'."""
    text = check_text_mode(mode, encoding=encoding, errors=errors, newline=newline)
    file = BZ2File(filename, mode.replace('t', ''), compresslevel=compresslevel)
    if text:
        return io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
    return file


def compress(data, compresslevel=9):
    """The data as one stream."""
    compressor = BZ2Compressor(compresslevel)
    return compressor.compress(data) + compressor.flush()


def decompress(data):
    """All streams of the data, one after the other."""
    parts = []
    while data:
        decompressor = BZ2Decompressor()
        try:
            part = decompressor.decompress(data)
        except OSError:
            if parts:
                # What stands behind the last stream is ignored.
                break
            raise
        parts.append(part)
        if not decompressor.eof:
            raise ValueError('Compressed data ended before the end-of-stream marker was reached')
        data = decompressor.unused_data
    return b''.join(parts)
