"""Files and texts in the formats xz and lzma."""

import io
from _lzma import *
from _lzma import _decode_filter_properties, _encode_filter_properties
from compression._common._streams import CompressedFile, check_text_mode

__all__ = ['CHECK_NONE', 'CHECK_CRC32', 'CHECK_CRC64', 'CHECK_SHA256', 'CHECK_ID_MAX', 'CHECK_UNKNOWN', 'FILTER_LZMA1',
           'FILTER_LZMA2', 'FILTER_DELTA', 'FILTER_X86', 'FILTER_IA64', 'FILTER_ARM', 'FILTER_ARMTHUMB',
           'FILTER_POWERPC', 'FILTER_SPARC', 'FORMAT_AUTO', 'FORMAT_XZ', 'FORMAT_ALONE', 'FORMAT_RAW', 'MF_HC3', 'MF_HC4',
           'MF_BT2', 'MF_BT3', 'MF_BT4', 'MODE_FAST', 'MODE_NORMAL', 'PRESET_DEFAULT', 'PRESET_EXTREME',
           'LZMACompressor', 'LZMADecompressor', 'LZMAFile', 'LZMAError', 'open', 'compress', 'decompress',
           'is_check_supported']


class LZMAFile(CompressedFile):
    """A file in one of the formats.

    filename is a path or a file, mode is 'r', 'w', 'x' or 'a'; check and preset are for writing, and so are filters, which
    FORMAT_RAW needs for reading as well.
    """

    def __init__(self, filename=None, mode='r', *, format=None, check=-1, preset=None, filters=None):
        if mode in ('r', 'rb'):
            if check != -1:
                raise ValueError('Cannot specify an integrity check when opening a file for reading')
            if preset is not None:
                raise ValueError('Cannot specify a preset compression level when opening a file for reading')
            options = {'format': FORMAT_AUTO if format is None else format, 'filters': filters}
            self._open_file(filename, mode)
            self._begin_reading(LZMADecompressor, LZMAError, **options)
        elif mode in ('w', 'wb', 'a', 'ab', 'x', 'xb'):
            format = FORMAT_XZ if format is None else format
            compressor = LZMACompressor(format=format, check=check, preset=preset, filters=filters)
            self._open_file(filename, mode)
            self._begin_writing(compressor)
        else:
            raise ValueError(f'Invalid mode: {mode!r}')


def open(filename, mode='rb', *, format=None, check=-1, preset=None, filters=None, encoding=None, errors=None,
         newline=None):
    """A file in binary mode, or in text mode if that has a 't'."""
    text = check_text_mode(mode, encoding=encoding, errors=errors, newline=newline)
    file = LZMAFile(filename, mode.replace('t', ''), format=format, check=check, preset=preset, filters=filters)
    if text:
        return io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
    return file


def compress(data, format=FORMAT_XZ, check=-1, preset=None, filters=None):
    """The data as one stream."""
    compressor = LZMACompressor(format, check, preset, filters)
    return compressor.compress(data) + compressor.flush()


def decompress(data, format=FORMAT_AUTO, memlimit=None, filters=None):
    """All streams of the data, one after the other."""
    parts = []
    while True:
        decompressor = LZMADecompressor(format, memlimit, filters)
        try:
            part = decompressor.decompress(data)
        except LZMAError:
            if parts:
                # What stands behind the last stream is ignored.
                break
            raise
        parts.append(part)
        if not decompressor.eof:
            raise LZMAError('Compressed data ended before the end-of-stream marker was reached')
        data = decompressor.unused_data
        if not data:
            break
    return b''.join(parts)
