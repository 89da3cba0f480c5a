"""Headers of tar archives: numbers, names, blocks, and TarInfo, which is read from and made to them.

Sources of the layout: POSIX.1-2008 (ustar, pax) and the manual of GNU tar.
"""

import copy
import os
import re
import struct
import sys

NUL = b'\0'
BLOCKSIZE = 512
RECORDSIZE = 20 * BLOCKSIZE
GNU_MAGIC = b'ustar  \0'
POSIX_MAGIC = b'ustar\x0000'
LENGTH_NAME = LENGTH_LINK = 100
LENGTH_PREFIX = 155

REGTYPE, AREGTYPE, LNKTYPE, SYMTYPE, CHRTYPE, BLKTYPE, DIRTYPE, FIFOTYPE, CONTTYPE = (
    b'0', b'\0', b'1', b'2', b'3', b'4', b'5', b'6', b'7')
GNUTYPE_LONGNAME, GNUTYPE_LONGLINK, GNUTYPE_SPARSE = b'L', b'K', b'S'
XHDTYPE, XGLTYPE, SOLARIS_XHDTYPE = b'x', b'g', b'X'

USTAR_FORMAT, GNU_FORMAT, PAX_FORMAT = 0, 1, 2
DEFAULT_FORMAT = PAX_FORMAT

REGULAR_TYPES = REGTYPE, AREGTYPE, CONTTYPE, GNUTYPE_SPARSE
GNU_TYPES = GNUTYPE_LONGNAME, GNUTYPE_LONGLINK, GNUTYPE_SPARSE
SUPPORTED_TYPES = (REGTYPE, AREGTYPE, LNKTYPE, SYMTYPE, DIRTYPE, FIFOTYPE, CONTTYPE, CHRTYPE, BLKTYPE) + GNU_TYPES

PAX_NUMBER_FIELDS = {'atime': float, 'ctime': float, 'mtime': float, 'uid': int, 'gid': int, 'size': int}
PAX_NAME_FIELDS = {'path', 'linkpath', 'uname', 'gname'}
PAX_FIELDS = 'path', 'linkpath', 'size', 'mtime', 'uid', 'gid', 'uname', 'gname'

ENCODING = sys.getfilesystemencoding()
# Long headers are read in pieces, so that one that claims too much takes no memory.
_PIECE = 1 << 20


class TarError(Exception):
    """Base of what tarfile raises."""


class ExtractError(TarError):
    """Something of a member could not be restored."""


class ReadError(TarError):
    """The archive cannot be read."""


class CompressionError(TarError):
    """The compression is not known or not there."""


class StreamError(TarError):
    """The operation is none for streams."""


class HeaderError(TarError):
    """Base of what is wrong with a header."""


class EmptyHeaderError(HeaderError):
    """There is none."""


class TruncatedHeaderError(HeaderError):
    """It is too short."""


class EOFHeaderError(HeaderError):
    """It marks the end of the archive."""


class InvalidHeaderError(HeaderError):
    """It is damaged."""


class SubsequentHeaderError(HeaderError):
    """The one behind an extended header is missing or damaged."""


# ---- fields

def stn(s, length, encoding, errors):
    """A text as a field."""
    if s is None:
        raise ValueError('metadata cannot contain None')
    return s.encode(encoding, errors)[:length].ljust(length, NUL)


def nts(s, encoding, errors):
    """A field as text."""
    return s.partition(NUL)[0].decode(encoding, errors)


def nti(s):
    """A field as a number: octal digits, or binary behind a byte that says so."""
    if s[0] in (0x80, 0xff):
        return int.from_bytes(s[1:]) - (0 if s[0] == 0x80 else 256 ** (len(s) - 1))
    try:
        return int(nts(s, 'ascii', 'strict').strip() or '0', 8)
    except ValueError:
        raise InvalidHeaderError('invalid header') from None


def itn(n, digits=8, format=DEFAULT_FORMAT):
    """A number as a field."""
    n = int(n)
    if 0 <= n < 8 ** (digits - 1):
        return f'{n:0{digits - 1}o}'.encode() + NUL
    if format == GNU_FORMAT and -256 ** (digits - 1) <= n < 256 ** (digits - 1):
        return (b'\x80' if n >= 0 else b'\xff') + (n % 256 ** (digits - 1)).to_bytes(digits - 1)
    raise ValueError('overflow in number field')


def calc_chksums(buf):
    """Both sums of a header: some programs take bytes as signed. The field of the sum counts as blanks."""
    return tuple(256 + sum(struct.unpack_from(f'148{c}8x356{c}', buf)) for c in 'Bb')


def _padded(payload):
    return payload + bytes(-len(payload) % BLOCKSIZE)


def _blocks(count):
    """A size with what fills its last block."""
    if count < 0:
        raise InvalidHeaderError('invalid offset')
    return count + -count % BLOCKSIZE


def _read_long(file, size):
    parts = []
    while size > 0 and (part := file.read(min(size, _PIECE))):
        parts.append(part)
        size -= len(part)
    return b''.join(parts)


_KEEP = object()
_LENGTH = re.compile(rb'([0-9]{1,20}) ')


def _deprecated_tarfile():
    import warnings
    warnings.warn('The undocumented "tarfile" attribute of TarInfo objects is deprecated and will be removed in Python 3.16',
                  DeprecationWarning, stacklevel=3)


class TarInfo:
    """One member of an archive."""

    __slots__ = {
        'name': 'Name of the member.', 'mode': 'Permission bits.', 'uid': 'Number of the owner.', 'gid': 'Number of the group.',
        'size': 'Size in bytes.', 'mtime': 'Time of the last change.', 'chksum': 'Sum of the header.',
        'type': 'One of the constants such as REGTYPE.', 'linkname': 'What a link points to.', 'uname': 'Name of the owner.',
        'gname': 'Name of the group.', 'devmajor': 'Major number of a device.', 'devminor': 'Minor number of a device.',
        'offset': 'Where the header starts.', 'offset_data': 'Where the data starts.',
        'pax_headers': 'Keywords and values of the extended header.', 'sparse': 'Parts of a file with holes.',
        '_tarfile': None, '_sparse_structs': None, '_link_target': None}

    def __init__(self, name=''):
        self.name = name
        self.mode = 0o644
        self.uid = self.gid = self.size = self.mtime = self.chksum = 0
        self.type = REGTYPE
        self.linkname = self.uname = self.gname = ''
        self.devmajor = self.devminor = self.offset = self.offset_data = 0
        self.sparse = None
        self.pax_headers = {}

    @property
    def tarfile(self):
        _deprecated_tarfile()
        return self._tarfile

    @tarfile.setter
    def tarfile(self, tarfile):
        _deprecated_tarfile()
        self._tarfile = tarfile

    # The names that pax headers have for these.
    @property
    def path(self):
        return self.name

    @path.setter
    def path(self, name):
        self.name = name

    @property
    def linkpath(self):
        return self.linkname

    @linkpath.setter
    def linkpath(self, linkname):
        self.linkname = linkname

    def __repr__(self):
        return f'<{self.__class__.__name__} {self.name!r} at {id(self):#x}>'

    def replace(self, *, name=_KEEP, mtime=_KEEP, mode=_KEEP, linkname=_KEEP, uid=_KEEP, gid=_KEEP, uname=_KEEP, gname=_KEEP,
                deep=True):
        """A copy with some values replaced."""
        new = copy.deepcopy(self) if deep else copy.copy(self)
        given = {'name': name, 'mtime': mtime, 'mode': mode, 'linkname': linkname, 'uid': uid, 'gid': gid, 'uname': uname,
                 'gname': gname}
        for attribute, value in given.items():
            if value is not _KEEP:
                setattr(new, attribute, value)
        return new

    # ---- making headers

    def get_info(self):
        """The values that a header has."""
        names = ('name', 'mode', 'uid', 'gid', 'size', 'mtime', 'chksum', 'type', 'linkname', 'uname', 'gname', 'devmajor',
                 'devminor')
        info = {name: getattr(self, name) for name in names}
        if self.mode is not None:
            info['mode'] &= 0o7777
        if self.type == DIRTYPE and not self.name.endswith('/'):
            info['name'] += '/'
        return info

    def tobuf(self, format=DEFAULT_FORMAT, encoding=ENCODING, errors='surrogateescape'):
        """The member's header, and extended ones before it."""
        info = self.get_info()
        for name, value in info.items():
            if value is None:
                raise ValueError(f'{name} may not be None')
        if format == USTAR_FORMAT:
            return self.create_ustar_header(info, encoding, errors)
        if format == GNU_FORMAT:
            return self.create_gnu_header(info, encoding, errors)
        if format == PAX_FORMAT:
            return self.create_pax_header(info, encoding)
        raise ValueError('invalid format')

    def create_ustar_header(self, info, encoding, errors):
        info['magic'] = POSIX_MAGIC
        if len(info['linkname'].encode(encoding, errors)) > LENGTH_LINK:
            raise ValueError('linkname is too long')
        if len(info['name'].encode(encoding, errors)) > LENGTH_NAME:
            info['prefix'], info['name'] = self._posix_split_name(info['name'], encoding, errors)
        return self._create_header(info, USTAR_FORMAT, encoding, errors)

    def create_gnu_header(self, info, encoding, errors):
        info['magic'] = GNU_MAGIC
        long = b''
        for field, length, kind in ('linkname', LENGTH_LINK, GNUTYPE_LONGLINK), ('name', LENGTH_NAME, GNUTYPE_LONGNAME):
            data = info[field].encode(encoding, errors)
            if len(data) > length:
                data += NUL
                head = {'name': '././@LongLink', 'type': kind, 'size': len(data), 'magic': GNU_MAGIC}
                long += self._create_header(head, USTAR_FORMAT, encoding, errors) + _padded(data)
        return long + self._create_header(info, GNU_FORMAT, encoding, errors)

    def create_pax_header(self, info, encoding):
        info['magic'] = POSIX_MAGIC
        extended = self.pax_headers.copy()
        for name, keyword, length in (('name', 'path', LENGTH_NAME), ('linkname', 'linkpath', LENGTH_LINK),
                                      ('uname', 'uname', 32), ('gname', 'gname', 32)):
            if keyword not in extended and (not info[name].isascii() or len(info[name]) > length):
                extended[keyword] = info[name]
        for name, digits in ('uid', 8), ('gid', 8), ('size', 12), ('mtime', 12):
            value = info[name]
            whole = round(value) if isinstance(value, float) else value
            fits = 0 <= whole < 8 ** (digits - 1)
            info[name] = whole if fits else 0
            if not fits or isinstance(value, float):
                extended.setdefault(name, str(value))
        before = self._create_pax_generic_header(extended, XHDTYPE, encoding) if extended else b''
        return before + self._create_header(info, USTAR_FORMAT, 'ascii', 'replace')

    @classmethod
    def create_pax_global_header(cls, pax_headers):
        """A header whose values hold for all members behind it."""
        return cls._create_pax_generic_header(pax_headers, XGLTYPE, 'utf-8')

    def _posix_split_name(self, name, encoding, errors):
        """A long name in two parts, which a slash joins."""
        at = name.find('/')
        while at >= 0:
            prefix, rest = name[:at], name[at + 1:]
            if (len(prefix.encode(encoding, errors)) <= LENGTH_PREFIX
                    and len(rest.encode(encoding, errors)) <= LENGTH_NAME):
                return prefix, rest
            at = name.find('/', at + 1)
        raise ValueError('name is too long')

    @staticmethod
    def _create_header(info, format, encoding, errors):
        kind = info.get('type', REGTYPE)
        if kind is None:
            raise ValueError('TarInfo.type must not be None')
        if kind in (CHRTYPE, BLKTYPE):
            device = itn(info.get('devmajor', 0), 8, format) + itn(info.get('devminor', 0), 8, format)
        else:
            device = bytes(16)

        def text(name, length):
            return stn(info.get(name, ''), length, encoding, errors)

        def number(name, digits):
            return itn(info.get(name, 0), digits, format)

        block = b''.join((
            text('name', 100), itn(info.get('mode', 0) & 0o7777, 8, format), number('uid', 8), number('gid', 8),
            number('size', 12), number('mtime', 12), b' ' * 8, kind, text('linkname', 100), info.get('magic', POSIX_MAGIC),
            text('uname', 32), text('gname', 32), device, text('prefix', 155))).ljust(BLOCKSIZE, NUL)
        return block[:148] + b'%06o\0' % calc_chksums(block)[0] + block[155:]

    @classmethod
    def _create_pax_generic_header(cls, pax_headers, type, encoding):
        binary = any('\ud800' <= c <= '\udfff' for value in pax_headers.values() for c in value)
        records = b'21 hdrcharset=BINARY\n' if binary else b''
        for keyword, value in pax_headers.items():
            value = value.encode(encoding, 'surrogateescape') if binary else value.encode()
            record = b' ' + keyword.encode() + b'=' + value + b'\n'
            # The length counts its own digits.
            length = len(record) + 1
            while length != len(record) + len(str(length)):
                length = len(record) + len(str(length))
            records += str(length).encode() + record
        head = {'name': '././@PaxHeader', 'type': type, 'size': len(records), 'magic': POSIX_MAGIC}
        return cls._create_header(head, USTAR_FORMAT, 'ascii', 'replace') + _padded(records)

    # ---- reading headers

    @classmethod
    def frombuf(cls, buf, encoding, errors):
        """The member of a header of 512 bytes."""
        return cls._frombuf(buf, encoding, errors)

    @classmethod
    def _frombuf(cls, buf, encoding, errors, *, dircheck=True):
        if not buf:
            raise EmptyHeaderError('empty header')
        if len(buf) != BLOCKSIZE:
            raise TruncatedHeaderError('truncated header')
        if buf.count(NUL) == BLOCKSIZE:
            raise EOFHeaderError('end of file header')
        chksum = nti(buf[148:156])
        if chksum not in calc_chksums(buf):
            raise InvalidHeaderError('bad checksum')
        new = cls()
        for name, start, end in ('name', 0, 100), ('linkname', 157, 257), ('uname', 265, 297), ('gname', 297, 329):
            setattr(new, name, nts(buf[start:end], encoding, errors))
        for name, start, end in (('mode', 100, 108), ('uid', 108, 116), ('gid', 116, 124), ('size', 124, 136),
                                 ('mtime', 136, 148), ('devmajor', 329, 337), ('devminor', 337, 345)):
            setattr(new, name, nti(buf[start:end]))
        new.chksum = chksum
        new.type = buf[156:157]
        prefix = nts(buf[345:500], encoding, errors)
        # Old archives have no type for directories. Behind an extended header the name is none yet.
        if dircheck and new.type == AREGTYPE and new.name.endswith('/'):
            new.type = DIRTYPE
        if new.type == GNUTYPE_SPARSE:
            new._sparse_structs = list(_parts(buf, 386, 4)), bool(buf[482]), nti(buf[483:495])
        if new.isdir():
            new.name = new.name.rstrip('/')
        if prefix and new.type not in GNU_TYPES:
            new.name = f'{prefix}/{new.name}'
        return new

    @classmethod
    def fromtarfile(cls, tarfile):
        """The member at the position of an archive."""
        return cls._fromtarfile(tarfile)

    @classmethod
    def _fromtarfile(cls, tarfile, *, dircheck=True):
        buf = tarfile.fileobj.read(BLOCKSIZE)
        new = cls._frombuf(buf, tarfile.encoding, tarfile.errors, dircheck=dircheck)
        new.offset = tarfile.fileobj.tell() - BLOCKSIZE
        return new._proc_member(tarfile)

    def _proc_member(self, tarfile):
        """Reads what belongs to a header; extended ones give the member behind them."""
        if self.type in (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK):
            return self._proc_gnulong(tarfile)
        if self.type == GNUTYPE_SPARSE:
            return self._proc_sparse(tarfile)
        if self.type in (XHDTYPE, XGLTYPE, SOLARIS_XHDTYPE):
            return self._proc_pax(tarfile)
        return self._proc_builtin(tarfile)

    def _has_data(self):
        return self.isreg() or self.type not in SUPPORTED_TYPES

    def _proc_builtin(self, tarfile):
        self.offset_data = tarfile.fileobj.tell()
        tarfile.offset = self.offset_data + (_blocks(self.size) if self._has_data() else 0)
        self._apply_pax_info(tarfile.pax_headers, tarfile.encoding, tarfile.errors)
        if self.isdir():
            self.name = self.name.rstrip('/')
        return self

    def _next_member(self, tarfile):
        try:
            return self._fromtarfile(tarfile, dircheck=False)
        except HeaderError as e:
            raise SubsequentHeaderError(str(e)) from None

    def _proc_gnulong(self, tarfile):
        data = _read_long(tarfile.fileobj, _blocks(self.size))
        member = self._next_member(tarfile)
        member.offset = self.offset
        name = nts(data, tarfile.encoding, tarfile.errors)
        if self.type == GNUTYPE_LONGNAME:
            member.name = name
        else:
            member.linkname = name
        if member.isdir():
            member.name = member.name.removesuffix('/')
        return member

    def _proc_sparse(self, tarfile):
        parts, more, size = self._sparse_structs
        del self._sparse_structs
        while more:
            buf = tarfile.fileobj.read(BLOCKSIZE)
            if len(buf) < BLOCKSIZE:
                raise TruncatedHeaderError('truncated header')
            parts += [part for part in _parts(buf, 0, 21) if all(part)]
            more = bool(buf[504])
        self.sparse = parts
        self.offset_data = tarfile.fileobj.tell()
        tarfile.offset = self.offset_data + _blocks(self.size)
        self.size = size
        return self

    def _proc_pax(self, tarfile):
        buf = _read_long(tarfile.fileobj, _blocks(self.size))
        # Global values are kept for all members.
        headers = tarfile.pax_headers if self.type == XGLTYPE else tarfile.pax_headers.copy()
        records = list(_pax_records(buf))
        encoding = 'utf-8'
        for keyword, value in records:
            if keyword == b'hdrcharset':
                encoding = tarfile.encoding if value == b'BINARY' else 'utf-8'
                break
        for keyword, value in records:
            keyword = _decoded(keyword, 'utf-8', 'utf-8', tarfile.errors)
            if keyword in PAX_NAME_FIELDS:
                headers[keyword] = _decoded(value, encoding, tarfile.encoding, tarfile.errors)
            else:
                headers[keyword] = _decoded(value, 'utf-8', 'utf-8', tarfile.errors)
        member = self._next_member(tarfile)
        if 'GNU.sparse.map' in headers:
            member.sparse = _pairs([int(x) for x in headers['GNU.sparse.map'].split(',')])
        elif 'GNU.sparse.size' in headers:
            member.sparse = list(zip(*([_number(value) for keyword, value in records if keyword == wanted]
                                       for wanted in (b'GNU.sparse.offset', b'GNU.sparse.numbytes'))))
        elif headers.get('GNU.sparse.major') == '1' and headers.get('GNU.sparse.minor') == '0':
            member._read_sparse_map(tarfile)
        if self.type != XGLTYPE:
            member._apply_pax_info(headers, tarfile.encoding, tarfile.errors)
            if 'size' in headers:
                # The size in the plain header may be wrong.
                try:
                    size = int(headers['size'])
                except ValueError:
                    size = 0
                tarfile.offset = member.offset + BLOCKSIZE + (_blocks(size) if member._has_data() else 0)
            member.offset = self.offset
        return member

    def _read_sparse_map(self, tarfile):
        """The map before the data: lines of numbers, the first says how many pairs."""
        buf = tarfile.fileobj.read(BLOCKSIZE)
        numbers, wanted = [], 1
        while len(numbers) < wanted:
            if b'\n' not in buf:
                more = tarfile.fileobj.read(BLOCKSIZE)
                if not more:
                    raise InvalidHeaderError('invalid header')
                buf += more
                continue
            line, buf = buf.split(b'\n', 1)
            numbers.append(_number(line))
            wanted = 1 + 2 * numbers[0]
        self.offset_data = tarfile.fileobj.tell()
        self.sparse = _pairs(numbers[1:])

    def _apply_pax_info(self, pax_headers, encoding, errors):
        for keyword, value in pax_headers.items():
            if keyword == 'GNU.sparse.name':
                self.path = value
            elif keyword in ('GNU.sparse.size', 'GNU.sparse.realsize'):
                self.size = int(value)
            elif keyword in PAX_FIELDS:
                if keyword in PAX_NUMBER_FIELDS:
                    try:
                        value = PAX_NUMBER_FIELDS[keyword](value)
                    except ValueError:
                        value = 0
                elif keyword == 'path':
                    value = value.rstrip('/')
                setattr(self, keyword, value)
        self.pax_headers = pax_headers.copy()

    # ---- kinds

    def isreg(self):
        return self.type in REGULAR_TYPES

    isfile = isreg

    def isdir(self):
        return self.type == DIRTYPE

    def issym(self):
        return self.type == SYMTYPE

    def islnk(self):
        return self.type == LNKTYPE

    def ischr(self):
        return self.type == CHRTYPE

    def isblk(self):
        return self.type == BLKTYPE

    def isfifo(self):
        return self.type == FIFOTYPE

    def issparse(self):
        return self.sparse is not None

    def isdev(self):
        return self.type in (CHRTYPE, BLKTYPE, FIFOTYPE)


def _parts(buf, start, count):
    """(offset, length) of the parts of a sparse file in a header, up to what is none."""
    for at in range(start, start + 24 * count, 24):
        try:
            yield nti(buf[at:at + 12]), nti(buf[at + 12:at + 24])
        except InvalidHeaderError:
            return


def _pairs(numbers):
    return list(zip(numbers[::2], numbers[1::2]))


def _number(data):
    try:
        return int(data.decode())
    except ValueError:
        raise InvalidHeaderError('invalid header') from None


def _decoded(value, encoding, other, errors):
    try:
        return value.decode(encoding, 'strict')
    except UnicodeDecodeError:
        return value.decode(other, errors)


def _pax_records(buf):
    """(keyword, value) of the lines "LENGTH KEYWORD=VALUE"."""
    at = 0
    while at < len(buf) and buf[at]:
        match = _LENGTH.match(buf, at)
        length = int(match[1]) if match else 0
        end = at + length
        if length < 5 or end > len(buf) or buf[end - 1] != 0x0a:
            raise InvalidHeaderError('invalid header')
        keyword, equals, value = buf[match.end():end - 1].partition(b'=')
        if not keyword or not equals:
            raise InvalidHeaderError('invalid header')
        yield keyword, value
        at = end


for _class in (TarError, ExtractError, ReadError, CompressionError, StreamError, HeaderError, EmptyHeaderError,
               TruncatedHeaderError, EOFHeaderError, InvalidHeaderError, SubsequentHeaderError, TarInfo):
    _class.__module__ = 'tarfile'
del _class
