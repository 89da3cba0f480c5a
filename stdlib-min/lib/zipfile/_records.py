"""The records of zip archives as they stand in files, the ways of compression, and the old encryption.

Source of the layout: APPNOTE.TXT of PKWARE, version 6.3.
"""

import struct
import zlib
from collections import namedtuple

try:
    import bz2
except ImportError:
    bz2 = None
try:
    import lzma
except ImportError:
    lzma = None


class BadZipFile(Exception):
    """The file is no archive, or damaged."""


ZIP_STORED = 0
ZIP_DEFLATED = 8
ZIP_BZIP2 = 12
ZIP_LZMA = 14
ZIP_ZSTANDARD = 93

# The version of the format that a reader must know.
DEFAULT_VERSION = 20
ZIP64_VERSION = 45
_VERSIONS = {ZIP_BZIP2: 46, ZIP_LZMA: 63, ZIP_ZSTANDARD: 63}
MAX_EXTRACT_VERSION = 63

ENCRYPTED = 0x1
LZMA_END_MARK = 0x2
SIZES_FOLLOW = 0x8
PATCHED = 0x20
STRONG_ENCRYPTION = 0x40
UTF8_NAME = 0x800

# What stands where a 64-bit field replaces a field.
MASK32 = 0xffffffff
MASK16 = 0xffff

compressor_names = {0: 'store', 1: 'shrink', 2: 'reduce', 3: 'reduce', 4: 'reduce', 5: 'reduce', 6: 'implode',
                    7: 'tokenize', 8: 'deflate', 9: 'deflate64', 10: 'implode', 12: 'bzip2', 14: 'lzma', 18: 'terse',
                    19: 'lz77', 93: 'zstd', 97: 'wavpack', 98: 'ppmd'}


class _Layout:
    """A record: a signature and fields behind it."""

    def __init__(self, signature, format, names):
        self.signature = signature
        self.packing = struct.Struct('<4s' + format)
        self.size = self.packing.size
        self.fields = namedtuple('fields', 'signature ' + names)

    def read(self, data):
        """The fields; the signature is for the caller to look at."""
        return self.fields._make(self.packing.unpack(data))

    def write(self, *fields):
        return self.packing.pack(self.signature, *fields)


LOCAL = _Layout(b'PK\3\4', '2B4HL2L2H', 'version system flags method time date crc compressed size name_length extra_length')
CENTRAL = _Layout(b'PK\1\2', '4B4HL2L5H2L',
                  'made_by made_on version system flags method time date crc compressed size name_length extra_length '
                  'comment_length disk internal external offset')
END = _Layout(b'PK\5\6', '4H2LH', 'disk first_disk here total size offset comment_length')
LOCATOR64 = _Layout(b'PK\6\7', 'LQL', 'disk offset disks')
END64 = _Layout(b'PK\6\6', 'Q2H2L4Q', 'record_size made_by version disk first_disk here total size offset')
SIZES = b'PK\7\x08'
MAX_COMMENT = (1 << 16) - 1


# What the end of an archive says; place is where its record stands in the file.
Ending = namedtuple('Ending', 'disk first_disk total size offset comment place')


def find_ending(file):
    """The Ending of a file, None if it is no archive; OSError, BadZipFile."""
    file.seek(0, 2)
    length = file.tell()
    if length < END.size:
        return None
    file.seek(-END.size, 2)
    data = file.read(END.size)
    place = length - END.size
    if not (len(data) == END.size and data.startswith(END.signature) and data.endswith(b'\0\0')):
        # There may be a comment behind it.
        start = max(place - MAX_COMMENT, 0)
        file.seek(start)
        tail = file.read(MAX_COMMENT + END.size)
        at = tail.rfind(END.signature)
        data = tail[at:at + END.size]
        if at < 0 or len(data) != END.size:
            return None
        comment = tail[at + END.size:]
        place = start + at
    else:
        comment = b''
    end = END.read(data)
    found = Ending(end.disk, end.first_disk, end.total, end.size, end.offset, comment[:end.comment_length], place)
    return _ending64(file, found)


def _exactly(file, size):
    data = file.read(size)
    if len(data) != size:
        raise OSError('Unknown I/O error')
    return data


def _ending64(file, found):
    """The same with the fields of the large records before it, if there are some."""
    place = found.place - LOCATOR64.size
    if place < 0:
        return found
    file.seek(place)
    locator = LOCATOR64.read(_exactly(file, LOCATOR64.size))
    if locator.signature != LOCATOR64.signature:
        return found
    if locator.disk != 0 or locator.disks > 1:
        raise BadZipFile('zipfiles that span multiple disks are not supported')
    place -= END64.size
    if locator.offset > place:
        raise BadZipFile('Corrupt zip64 end of central directory locator')
    # Data that readers need not know may stand between them; something may stand before the archive too.
    between = place - locator.offset
    file.seek(locator.offset)
    data = _exactly(file, END64.size)
    if not data.startswith(END64.signature) and between:
        between = 0
        file.seek(place)
        data = _exactly(file, END64.size)
    if not data.startswith(END64.signature):
        raise BadZipFile('Zip64 end of central directory record not found')
    end = END64.read(data)
    if end.offset + end.size != locator.offset or end.record_size + 12 != END64.size + between:
        raise BadZipFile('Corrupt zip64 end of central directory record')
    return found._replace(disk=end.disk, first_disk=end.first_disk, total=end.total, size=end.size, offset=end.offset,
                          place=place - between)


def looks_like_archive(file):
    """Whether there is an ending, and a directory where that says."""
    end = find_ending(file)
    if end is None:
        return False
    if end.total == end.size == end.offset == 0:
        return True
    if end.disk != end.first_disk or end.size < CENTRAL.size:
        return False
    file.seek(end.place - end.size)
    data = file.read(CENTRAL.size)
    return len(data) == CENTRAL.size and data.startswith(CENTRAL.signature)


def dos_time(date_time):
    """(date, time) of the format: from 1980 on, even seconds."""
    year, month, day, hour, minute, second = date_time[:6]
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def from_dos_time(date, time):
    return (date >> 9) + 1980, date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, (time & 31) * 2


def needed_version(method, zip64):
    return max(_VERSIONS.get(method, 0), ZIP64_VERSION if zip64 else 0)


def extra_fields(data):
    """(number, field with its head) of all extra fields; what is left over has no number."""
    while data:
        number, length = struct.unpack('<HH', data[:4]) if len(data) >= 4 else (None, 0)
        yield number, data[:4 + length]
        data = data[4 + length:]


def without_extra(data, number):
    return b''.join(field for found, field in extra_fields(data) if found != number)


# ---- compression

class LZMACompressor:
    """LZMA as archives have it: properties, then a raw stream with an end mark."""

    def __init__(self):
        self._machine = None

    def _head(self):
        if self._machine is not None:
            return b''
        filter = {'id': lzma.FILTER_LZMA1}
        properties = lzma._encode_filter_properties(filter)
        self._machine = lzma.LZMACompressor(
            lzma.FORMAT_RAW, filters=[lzma._decode_filter_properties(lzma.FILTER_LZMA1, properties)])
        return struct.pack('<BBH', 9, 4, len(properties)) + properties

    def compress(self, data):
        return self._head() + self._machine.compress(data)

    def flush(self):
        return self._head() + self._machine.flush()


class LZMADecompressor:
    def __init__(self):
        self._machine = None
        self._start = b''
        self.eof = False

    @property
    def needs_input(self):
        return self._machine is None or self._machine.needs_input

    def decompress(self, data, max_length=-1):
        if self._machine is None:
            self._start += data
            if len(self._start) <= 4:
                return b''
            end = 4 + int.from_bytes(self._start[2:4], 'little')
            if len(self._start) <= end:
                return b''
            filter = lzma._decode_filter_properties(lzma.FILTER_LZMA1, self._start[4:end])
            self._machine = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[filter])
            data = self._start[end:]
        result = self._machine.decompress(data, max_length)
        self.eof = self._machine.eof
        return result


def check_compression(method):
    """NotImplementedError or RuntimeError for a method that files cannot be made with."""
    module, there = {ZIP_STORED: ('', True), ZIP_DEFLATED: ('zlib', zlib), ZIP_BZIP2: ('bz2', bz2), ZIP_LZMA: ('lzma', lzma),
                     ZIP_ZSTANDARD: ('compression.zstd', None)}.get(method, ('', None))
    if there:
        return
    if module:
        raise RuntimeError(f'Compression requires the (missing) {module} module')
    raise NotImplementedError('That compression method is not supported')


def compressor(method, level=None):
    """An object with compress and flush, None for what is stored."""
    if method == ZIP_DEFLATED:
        return zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION if level is None else level, zlib.DEFLATED, -15)
    if method == ZIP_BZIP2:
        return bz2.BZ2Compressor() if level is None else bz2.BZ2Compressor(level)
    return LZMACompressor() if method == ZIP_LZMA else None


def decompressor(method):
    """An object with decompress and eof, None for what is stored."""
    check_compression(method)
    if method == ZIP_STORED:
        return None
    if method == ZIP_DEFLATED:
        return zlib.decompressobj(-15)
    return bz2.BZ2Decompressor() if method == ZIP_BZIP2 else LZMADecompressor()


# ---- encryption

_CRC_TABLE = []


def _crc_table():
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ 0xedb88320 if n & 1 else n >> 1
        _CRC_TABLE.append(n)


class Decrypter:
    """PKWARE's old stream cipher, which protects nothing; three keys of 32 bits."""

    def __init__(self, password):
        if len(_CRC_TABLE) < 256:
            _crc_table()
        self.keys = 0x12345678, 0x23456789, 0x34567890
        for c in password:
            self.keys = self.next(c, *self.keys)

    @staticmethod
    def next(c, a, b, d):
        a = a >> 8 ^ _CRC_TABLE[(a ^ c) & 0xff]
        b = ((b + (a & 0xff)) * 134775813 + 1) & MASK32
        return a, b, d >> 8 ^ _CRC_TABLE[(d ^ b >> 24) & 0xff]

    def __call__(self, data):
        keys = self.keys
        out = bytearray()
        for c in data:
            k = keys[2] | 2
            c ^= k * (k ^ 1) >> 8 & 0xff
            keys = self.next(c, *keys)
            out.append(c)
        self.keys = keys
        return bytes(out)
