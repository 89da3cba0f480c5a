"""Reading and writing zip archives."""

import io
import os
import shutil
import stat
import struct
import threading
import time
import zlib

from . import _records as records
from ._reader import SharedFile, ZipExtFile
from ._records import (DEFAULT_VERSION, MAX_EXTRACT_VERSION, ZIP64_VERSION, ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA,
                       ZIP_STORED, ZIP_ZSTANDARD, BadZipFile, LZMACompressor, LZMADecompressor, compressor_names)

__all__ = ['BadZipFile', 'BadZipfile', 'error', 'ZIP_STORED', 'ZIP_DEFLATED', 'ZIP_BZIP2', 'ZIP_LZMA', 'ZIP_ZSTANDARD',
           'is_zipfile', 'ZipInfo', 'ZipFile', 'PyZipFile', 'LargeZipFile', 'Path']

# Beyond these the large records are needed.
ZIP64_LIMIT = (1 << 31) - 1
ZIP_FILECOUNT_LIMIT = (1 << 16) - 1
ZIP_MAX_COMMENT = records.MAX_COMMENT
sizeEndCentDir = records.END.size
sizeCentralDir = records.CENTRAL.size
sizeFileHeader = records.LOCAL.size
sizeEndCentDir64Locator = records.LOCATOR64.size
sizeEndCentDir64 = records.END64.size
stringEndArchive = records.END.signature
stringCentralDir = records.CENTRAL.signature
stringFileHeader = records.LOCAL.signature
for _class in BadZipFile, ZipExtFile, LZMACompressor, LZMADecompressor:
    _class.__module__ = __name__
del _class


class LargeZipFile(Exception):
    """The archive would need the large records, which were not allowed."""


error = BadZipfile = BadZipFile


def is_zipfile(filename):
    """Whether a path or a file object looks like an archive."""
    try:
        if hasattr(filename, 'read'):
            place = filename.tell()
            result = records.looks_like_archive(filename)
            filename.seek(place)
            return result
        with io.open(filename, 'rb') as file:
            return records.looks_like_archive(file)
    except (OSError, BadZipFile):
        return False


def _clean_name(name):
    """What stands before a null byte."""
    return name.partition('\0')[0]


class ZipInfo:
    """What an archive says of one member."""

    __slots__ = ('orig_filename', 'filename', 'date_time', 'compress_type', 'compress_level', 'comment', 'extra',
                 'create_system', 'create_version', 'extract_version', 'reserved', 'flag_bits', 'volume', 'internal_attr',
                 'external_attr', 'header_offset', 'CRC', 'compress_size', 'file_size', '_raw_time', '_end_offset')

    def __init__(self, filename='NoName', date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        self.filename = _clean_name(filename)
        self.date_time = date_time
        if date_time[0] < 1980:
            raise ValueError('ZIP does not support timestamps before 1980')
        self.compress_type = ZIP_STORED
        self.compress_level = None
        self.comment = self.extra = b''
        # Unix.
        self.create_system = 3
        self.create_version = self.extract_version = DEFAULT_VERSION
        self.reserved = self.flag_bits = self.volume = self.internal_attr = self.external_attr = 0
        self.compress_size = self.file_size = 0
        self._end_offset = None

    @property
    def _compresslevel(self):
        return self.compress_level

    @_compresslevel.setter
    def _compresslevel(self, value):
        self.compress_level = value

    def __repr__(self):
        parts = [f'<{self.__class__.__name__} filename={self.filename!r}']
        if self.compress_type != ZIP_STORED:
            parts.append(f'compress_type={compressor_names.get(self.compress_type, self.compress_type)}')
        mode, attributes = self.external_attr >> 16, self.external_attr & 0xffff
        if mode:
            parts.append(f'filemode={stat.filemode(mode)!r}')
        if attributes:
            parts.append(f'external_attr={attributes:#x}')
        if not self.is_dir() or self.file_size:
            parts.append(f'file_size={self.file_size}')
        if (not self.is_dir() or self.compress_size) and (
                self.compress_type != ZIP_STORED or self.file_size != self.compress_size):
            parts.append(f'compress_size={self.compress_size}')
        return ' '.join(parts) + '>'

    def _raise_versions(self, zip64):
        needed = records.needed_version(self.compress_type, zip64)
        return max(needed, self.extract_version), max(needed, self.create_version)

    def FileHeader(self, zip64=None):
        """The record before the member's data."""
        date, clock = records.dos_time(self.date_time)
        crc, compressed, size = self.CRC, self.compress_size, self.file_size
        if self.flag_bits & records.SIZES_FOLLOW:
            crc = compressed = size = 0
        if zip64 is None:
            zip64 = size > ZIP64_LIMIT or compressed > ZIP64_LIMIT
        extra = self.extra
        if zip64:
            extra += struct.pack('<HHQQ', 1, 16, size, compressed)
            size = compressed = records.MASK32
        self.extract_version, self.create_version = self._raise_versions(zip64)
        name, flags = self._encoded_name()
        return records.LOCAL.write(self.extract_version, self.reserved, flags, self.compress_type, clock, date, crc,
                                   compressed, size, len(name), len(extra)) + name + extra

    def _directory_entry(self):
        """The record in the archive's directory."""
        date, clock = records.dos_time(self.date_time)
        size, compressed, offset, large = self.file_size, self.compress_size, self.header_offset, []
        if size > ZIP64_LIMIT or compressed > ZIP64_LIMIT:
            large += [size, compressed]
            size = compressed = records.MASK32
        if offset > ZIP64_LIMIT:
            large.append(offset)
            offset = records.MASK32
        extra = self.extra
        if large:
            extra = struct.pack(f'<HH{len(large)}Q', 1, 8 * len(large), *large) + records.without_extra(extra, 1)
        extract_version, create_version = self._raise_versions(bool(large))
        name, flags = self._encoded_name()
        head = records.CENTRAL.write(
            create_version, self.create_system, extract_version, self.reserved, flags, self.compress_type, clock, date,
            self.CRC, compressed, size, len(name), len(extra), len(self.comment), 0, self.internal_attr,
            self.external_attr, offset)
        return head + name + extra + self.comment

    def _encoded_name(self):
        """(name, flags): UTF-8 only for names that need it."""
        encoding = 'ascii' if self.flag_bits & records.UTF8_NAME else 'cp437'
        try:
            return self.filename.encode(encoding), self.flag_bits & ~records.UTF8_NAME
        except UnicodeEncodeError:
            return self.filename.encode('utf-8'), self.flag_bits | records.UTF8_NAME

    @classmethod
    def _read(cls, directory, encoding):
        """The entry at the position of a directory, which is a file in memory."""
        data = directory.read(records.CENTRAL.size)
        if len(data) != records.CENTRAL.size:
            raise BadZipFile('Truncated central directory')
        entry = records.CENTRAL.read(data)
        if entry.signature != records.CENTRAL.signature:
            raise BadZipFile('Bad magic number for central directory')
        name = directory.read(entry.name_length)
        new = cls(name.decode('utf-8' if entry.flags & records.UTF8_NAME else encoding or 'cp437'))
        new.extra = directory.read(entry.extra_length)
        new.comment = directory.read(entry.comment_length)
        new.header_offset = entry.offset
        new.create_version, new.create_system = entry.made_by, entry.made_on
        new.extract_version, new.reserved = entry.version, entry.system
        if new.extract_version > MAX_EXTRACT_VERSION:
            raise NotImplementedError(f'zip file version {new.extract_version / 10:.1f}')
        new.flag_bits, new.compress_type, new.CRC = entry.flags, entry.method, entry.crc
        new.compress_size, new.file_size = entry.compressed, entry.size
        new.volume, new.internal_attr, new.external_attr = entry.disk, entry.internal, entry.external
        new._raw_time = entry.time
        new.date_time = records.from_dos_time(entry.date, entry.time)
        new._read_extra(zlib.crc32(name))
        return new

    def _read_extra(self, name_crc):
        for number, field in records.extra_fields(self.extra):
            if number is None:
                continue
            length = int.from_bytes(field[2:4], 'little')
            if length + 4 > len(field):
                raise BadZipFile(f'Corrupt extra field {number:04x} (size={length})')
            if number == 1:
                self._read_large(field[4:])
            elif number == 0x7075:
                self._read_unicode_name(field[4:], name_crc)

    def _read_large(self, data):
        for what, name, marks in (('File size', 'file_size', (records.MASK32, (1 << 64) - 1)),
                                  ('Compress size', 'compress_size', (records.MASK32,)),
                                  ('Header offset', 'header_offset', (records.MASK32,))):
            if getattr(self, name) in marks:
                if len(data) < 8:
                    raise BadZipFile(f'Corrupt zip64 extra field. {what} not found.')
                setattr(self, name, int.from_bytes(data[:8], 'little'))
                data = data[8:]

    def _read_unicode_name(self, data, name_crc):
        try:
            version, crc = struct.unpack('<BL', data[:5])
            if version != 1 or crc != name_crc:
                return
            name = data[5:].decode('utf-8')
        except struct.error as e:
            raise BadZipFile('Corrupt unicode path extra field (0x7075)') from e
        except UnicodeDecodeError as e:
            raise BadZipFile('Corrupt unicode path extra field (0x7075): invalid utf-8 bytes') from e
        if name:
            self.filename = _clean_name(name)
        else:
            import warnings
            warnings.warn('Empty unicode path extra field (0x7075)', stacklevel=2)

    @classmethod
    def from_file(cls, filename, arcname=None, *, strict_timestamps=True):
        """What can be known of a file; arcname is its name in the archive."""
        filename = os.fspath(filename) if isinstance(filename, os.PathLike) else filename
        status = os.stat(filename)
        folder = stat.S_ISDIR(status.st_mode)
        when = time.localtime(status.st_mtime)[:6]
        if not strict_timestamps:
            when = min(max(when, (1980, 1, 1, 0, 0, 0)), (2107, 12, 31, 23, 59, 59))
        name = os.path.normpath(filename if arcname is None else arcname)
        while name[0] == os.sep:
            name = name[1:]
        new = cls(name + '/' if folder else name, when)
        new.external_attr = (status.st_mode & 0xffff) << 16
        if folder:
            # The directory flag of MS-DOS.
            new.external_attr |= 0x10
        else:
            new.file_size = status.st_size
        return new

    def _for_archive(self, archive):
        """For data that comes from no file: now, readable by the owner, compressed as the archive says."""
        epoch = os.environ.get('SOURCE_DATE_EPOCH')
        self.date_time = (time.gmtime(int(epoch)) if epoch else time.localtime(time.time()))[:6]
        self.compress_type, self.compress_level = archive.compression, archive.compresslevel
        self.external_attr = 0o40775 << 16 | 0x10 if self.filename.endswith('/') else 0o600 << 16
        return self

    def is_dir(self):
        return self.filename.endswith('/')


class _Tellable:
    """A file that cannot tell where it is."""

    def __init__(self, fp):
        self.fp = fp
        self.offset = 0

    def write(self, data):
        written = self.fp.write(data)
        self.offset += written
        return written

    def tell(self):
        return self.offset

    def flush(self):
        self.fp.flush()

    def close(self):
        self.fp.close()


class _ZipWriteFile(io.BufferedIOBase):
    """A member that is written; its record is corrected at the end."""

    mode = 'wb'

    def __init__(self, zf, zinfo, zip64):
        self._zinfo = zinfo
        self._zip64 = zip64
        self._zipfile = zf
        self._compressor = records.compressor(zinfo.compress_type, zinfo.compress_level)
        self._file_size = self._compress_size = self._crc = 0

    @property
    def _fileobj(self):
        return self._zipfile.fp

    @property
    def name(self):
        return self._zinfo.filename

    def writable(self):
        return True

    def seekable(self):
        return False

    def write(self, data):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        length = len(data) if isinstance(data, (bytes, bytearray)) else memoryview(data).nbytes
        self._file_size += length
        self._crc = zlib.crc32(data, self._crc)
        if self._compressor:
            data = self._compressor.compress(data)
            self._compress_size += len(data)
        self._fileobj.write(data)
        return length

    def close(self):
        if self.closed:
            return
        archive, info = self._zipfile, self._zinfo
        try:
            super().close()
            if self._compressor:
                rest = self._compressor.flush()
                self._compress_size += len(rest)
                self._fileobj.write(rest)
            else:
                self._compress_size = self._file_size
            info.compress_size, info.CRC, info.file_size = self._compress_size, self._crc, self._file_size
            if not self._zip64:
                for what, size in ('File', self._file_size), ('Compressed', self._compress_size):
                    if size > ZIP64_LIMIT:
                        raise RuntimeError(f'{what} size too large, try using force_zip64')
            if info.flag_bits & records.SIZES_FOLLOW:
                sizes = struct.pack('<LQQ' if self._zip64 else '<LLL', info.CRC, info.compress_size, info.file_size)
                self._fileobj.write(records.SIZES + sizes)
                archive.start_dir = self._fileobj.tell()
            else:
                archive.start_dir = self._fileobj.tell()
                self._fileobj.seek(info.header_offset)
                self._fileobj.write(info.FileHeader(self._zip64))
                self._fileobj.seek(archive.start_dir)
            archive.filelist.append(info)
            archive.NameToInfo[info.filename] = info
        finally:
            archive._writing = False


class ZipFile:
    """An archive; mode is 'r', 'w', 'x' or 'a', file a path or a binary file."""

    fp = None
    # Whether extraction leaves out members whose names lead elsewhere, instead of correcting the names.
    _ignore_invalid_names = False

    def __init__(self, file, mode='r', compression=ZIP_STORED, allowZip64=True, compresslevel=None, *,
                 strict_timestamps=True, metadata_encoding=None):
        if mode not in ('r', 'w', 'x', 'a'):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        records.check_compression(compression)
        self._allowZip64 = allowZip64
        self._didModify = False
        self.debug = 0
        self.NameToInfo = {}
        self.filelist = []
        self.compression = compression
        self.compresslevel = compresslevel
        self.mode = mode
        self.pwd = None
        self._comment = b''
        self._strict_timestamps = strict_timestamps
        self.metadata_encoding = metadata_encoding
        if metadata_encoding and mode != 'r':
            raise ValueError('metadata_encoding is only supported for reading files')
        if isinstance(file, os.PathLike):
            file = os.fspath(file)
        self._filePassed = 0 if isinstance(file, str) else 1
        if self._filePassed:
            self.fp = file
            self.filename = getattr(file, 'name', None)
        else:
            self.filename = file
            self.fp = self._open_path(file, mode)
        # The file is closed when the archive and all its readers are.
        self._fileRefCnt = 1
        self._lock = threading.RLock()
        self._seekable = True
        self._writing = False
        try:
            self._begin(mode)
        except:
            fp, self.fp = self.fp, None
            self._fpclose(fp)
            raise

    @staticmethod
    def _open_path(path, mode):
        # Where reading back is not allowed, writing may be.
        kinds = {'r': ['rb'], 'w': ['w+b', 'wb'], 'x': ['x+b', 'xb'], 'a': ['r+b', 'w+b', 'wb']}[mode]
        for kind in kinds[:-1]:
            try:
                return io.open(path, kind)
            except OSError:
                pass
        return io.open(path, kinds[-1])

    def _begin(self, mode):
        if mode == 'r':
            self._read_directory()
        elif mode == 'a':
            try:
                self._read_directory()
                self.fp.seek(self.start_dir)
            except BadZipFile:
                # An archive is put behind whatever this is.
                self.fp.seek(0, 2)
                self._didModify = True
                self.start_dir = self.fp.tell()
        else:
            self._didModify = True
            try:
                self.start_dir = self.fp.tell()
            except (AttributeError, OSError):
                self.fp = _Tellable(self.fp)
                self.start_dir = 0
                self._seekable = False
                return
            try:
                self.fp.seek(self.start_dir)
            except (AttributeError, OSError):
                self._seekable = False

    def _read_directory(self):
        try:
            end = records.find_ending(self.fp)
        except OSError:
            raise BadZipFile('File is not a zip file') from None
        if end is None:
            raise BadZipFile('File is not a zip file')
        self._comment = end.comment
        # Something may stand before the archive: then all offsets are too small by that.
        self.start_dir = end.place - end.size
        if self.start_dir < 0:
            raise BadZipFile('Bad offset for central directory')
        before = self.start_dir - end.offset
        self.fp.seek(self.start_dir)
        directory = io.BytesIO(self.fp.read(end.size))
        while directory.tell() < end.size:
            info = ZipInfo._read(directory, self.metadata_encoding)
            info.header_offset += before
            self.filelist.append(info)
            self.NameToInfo[info.filename] = info
        after = self.start_dir
        for info in sorted(self.filelist, key=lambda i: i.header_offset)[::-1]:
            info._end_offset = after
            after = info.header_offset

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __repr__(self):
        kind = self.__class__
        parts = [f'<{kind.__module__}.{kind.__qualname__}']
        if self.fp is None:
            parts.append('[closed]')
        else:
            if self._filePassed:
                parts.append(f'file={self.fp!r}')
            elif self.filename is not None:
                parts.append(f'filename={self.filename!r}')
            parts.append(f'mode={self.mode!r}')
        return ' '.join(parts) + '>'

    # ---- what is in it

    def namelist(self):
        return [info.filename for info in self.filelist]

    def infolist(self):
        return self.filelist

    def printdir(self, file=None):
        """Prints a table of the members."""
        print('%-46s %19s %12s' % ('File Name', 'Modified    ', 'Size'), file=file)
        for info in self.filelist:
            when = '%d-%02d-%02d %02d:%02d:%02d' % info.date_time[:6]
            print('%-46s %s %12d' % (info.filename, when, info.file_size), file=file)

    def testzip(self):
        """Reads all members; the name of the first that is damaged."""
        for info in self.filelist:
            try:
                with self.open(info.filename) as file:
                    while file.read(1 << 20):
                        pass
            except BadZipFile:
                return info.filename

    def getinfo(self, name):
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError(f'There is no item named {name!r} in the archive')
        return info

    @staticmethod
    def _check_bytes(what, value):
        if value and not isinstance(value, bytes):
            raise TypeError(f'{what}: expected bytes, got {type(value).__name__}')

    def setpassword(self, pwd):
        """The password for members that are encrypted."""
        self._check_bytes('pwd', pwd)
        self.pwd = pwd or None

    @property
    def comment(self):
        """The archive's comment, bytes."""
        return self._comment

    @comment.setter
    def comment(self, comment):
        if not isinstance(comment, bytes):
            raise TypeError(f'comment: expected bytes, got {type(comment).__name__}')
        if len(comment) > ZIP_MAX_COMMENT:
            import warnings
            warnings.warn(f'Archive comment is too long; truncating to {ZIP_MAX_COMMENT} bytes', stacklevel=2)
            comment = comment[:ZIP_MAX_COMMENT]
        self._comment = comment
        self._didModify = True

    # ---- reading

    def read(self, name, pwd=None):
        with self.open(name, 'r', pwd) as file:
            return file.read()

    def open(self, name, mode='r', pwd=None, *, force_zip64=False):
        """A member as a binary file; force_zip64 for one that is written and may get large."""
        if mode not in ('r', 'w'):
            raise ValueError('open() requires mode "r" or "w"')
        if pwd and mode == 'w':
            raise ValueError('pwd is only supported for reading files')
        if not self.fp:
            raise ValueError('Attempt to use ZIP archive that was already closed')
        if isinstance(name, ZipInfo):
            info = name
        elif mode == 'w':
            info = ZipInfo(name)
            info.compress_type, info.compress_level = self.compression, self.compresslevel
        else:
            info = self.getinfo(name)
        if mode == 'w':
            return self._open_to_write(info, force_zip64)
        if self._writing:
            raise ValueError("Can't read from the ZIP file while there is an open writing handle on it. "
                             'Close the writing handle before trying to read.')
        self._fileRefCnt += 1
        file = SharedFile(self, info.header_offset, self._fpclose)
        try:
            self._check_header(file, info)
            if info.flag_bits & records.ENCRYPTED:
                pwd = pwd or self.pwd
                self._check_bytes('pwd', pwd)
                if not pwd:
                    raise RuntimeError(f'File {name!r} is encrypted, password required for extraction')
            else:
                pwd = None
            return ZipExtFile(file, mode + 'b', info, pwd, True)
        except:
            file.close()
            raise

    def _check_header(self, file, info):
        """Reads the record before a member's data, up to these."""
        data = file.read(records.LOCAL.size)
        if len(data) != records.LOCAL.size:
            raise BadZipFile('Truncated file header')
        header = records.LOCAL.read(data)
        if header.signature != records.LOCAL.signature:
            raise BadZipFile('Bad magic number for file header')
        name = file.read(header.name_length)
        if header.extra_length:
            file.seek(header.extra_length, os.SEEK_CUR)
        if info.flag_bits & records.PATCHED:
            raise NotImplementedError('compressed patched data (flag bit 5)')
        if info.flag_bits & records.STRONG_ENCRYPTION:
            raise NotImplementedError('strong encryption (flag bit 6)')
        text = name.decode('utf-8' if header.flags & records.UTF8_NAME else self.metadata_encoding or 'cp437')
        if text != info.orig_filename:
            raise BadZipFile(f'File name in directory {info.orig_filename!r} and header {name!r} differ.')
        if info._end_offset is not None and file.tell() + info.compress_size > info._end_offset:
            message = f'Overlapped entries: {info.orig_filename!r} (possible zip bomb)'
            if info._end_offset != info.header_offset:
                raise BadZipFile(message)
            import warnings
            # The line outside of this package is what is to blame.
            warnings.warn(message, skip_file_prefixes=(os.path.dirname(_clean_name.__code__.co_filename),))

    def extract(self, member, path=None, pwd=None):
        """Writes a member to a file or directory below path; its path."""
        return self._extract_member(member, os.getcwd() if path is None else os.fspath(path), pwd)

    def extractall(self, path=None, members=None, pwd=None):
        path = os.getcwd() if path is None else os.fspath(path)
        for member in self.namelist() if members is None else members:
            self._extract_member(member, path, pwd)

    @classmethod
    def _sanitize_windows_name(cls, arcname, pathsep):
        """A name without what Windows does not allow in one."""
        table = str.maketrans(':<>|"?*', '_______')
        parts = (part.rstrip(' .') for part in arcname.translate(table).split(pathsep))
        return pathsep.join(part for part in parts if part)

    def _extract_member(self, member, targetpath, pwd):
        if not isinstance(member, ZipInfo):
            member = self.getinfo(member)
        # Names must not lead out of the target.
        _, root, name = os.path.splitroot(member.filename)
        if self._ignore_invalid_names and (root or os.pardir in name.split(os.sep)):
            return None
        name = os.sep.join(part for part in name.split(os.sep) if part not in ('', os.curdir, os.pardir))
        if not name and not member.is_dir():
            if self._ignore_invalid_names:
                return None
            raise ValueError('Empty filename.')
        target = os.path.normpath(os.path.join(targetpath, name))
        above = os.path.dirname(target)
        if above and not os.path.exists(above):
            os.makedirs(above, exist_ok=True)
        if member.is_dir():
            try:
                os.mkdir(target)
            except FileExistsError:
                if not os.path.isdir(target):
                    raise
            return target
        with self.open(member, pwd=pwd) as source, io.open(target, 'wb') as file:
            shutil.copyfileobj(source, file)
        return target

    # ---- writing

    def _open_to_write(self, info, force_zip64=False):
        if force_zip64 and not self._allowZip64:
            raise ValueError('force_zip64 is True, but allowZip64 was False when opening the ZIP file.')
        if self._writing:
            raise ValueError("Can't write to the ZIP file while there is another write handle open on it. "
                             'Close the first handle before opening another.')
        info.compress_size = info.CRC = 0
        info.flag_bits = records.UTF8_NAME
        if info.compress_type == ZIP_LZMA:
            info.flag_bits |= records.LZMA_END_MARK
        if not self._seekable:
            info.flag_bits |= records.SIZES_FOLLOW
        if not info.external_attr:
            info.external_attr = 0o600 << 16
        # What does not compress grows a little.
        zip64 = force_zip64 or info.file_size * 1.05 > ZIP64_LIMIT
        if zip64 and not self._allowZip64:
            raise LargeZipFile('Filesize would require ZIP64 extensions')
        self._place(info, 4)
        self.fp.write(info.FileHeader(zip64))
        self._writing = True
        return _ZipWriteFile(self, info, zip64)

    def _place(self, info, level):
        """Goes to where the next member begins."""
        if self._seekable:
            self.fp.seek(self.start_dir)
        info.header_offset = self.fp.tell()
        if info.filename in self.NameToInfo:
            import warnings
            warnings.warn(f'Duplicate name: {info.filename!r}', stacklevel=level)
        if self.mode == 'r':
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        records.check_compression(info.compress_type)
        if not self._allowZip64:
            for what, large in (('Files count', len(self.filelist) >= ZIP_FILECOUNT_LIMIT),
                                ('Filesize', info.file_size > ZIP64_LIMIT),
                                ('Zipfile size', info.header_offset > ZIP64_LIMIT)):
                if large:
                    raise LargeZipFile(f'{what} would require ZIP64 extensions')
        self._didModify = True

    def _check_writable(self, end):
        if not self.fp:
            raise ValueError('Attempt to write to ZIP archive that was already closed')
        if self._writing:
            raise ValueError(f"Can't write to ZIP archive while an open writing handle exists{end}")

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        """Adds a file, or an entry for a directory."""
        self._check_writable('')
        info = ZipInfo.from_file(filename, arcname, strict_timestamps=self._strict_timestamps)
        if info.is_dir():
            info.compress_size = info.CRC = 0
            self.mkdir(info)
            return
        info.compress_type = self.compression if compress_type is None else compress_type
        info.compress_level = self.compresslevel if compresslevel is None else compresslevel
        with io.open(filename, 'rb') as source, self.open(info, 'w') as target:
            shutil.copyfileobj(source, target, 8192)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        """Adds a member with data, str or bytes."""
        if isinstance(data, str):
            data = data.encode('utf-8')
        info = zinfo_or_arcname
        if not isinstance(info, ZipInfo):
            info = ZipInfo(info)._for_archive(self)
        self._check_writable('.')
        if compress_type is not None:
            info.compress_type = compress_type
        if compresslevel is not None:
            info.compress_level = compresslevel
        info.file_size = len(data)
        with self._lock:
            with self.open(info, mode='w') as file:
                file.write(data)

    def mkdir(self, zinfo_or_directory_name, mode=0o777):
        """Adds an entry for a directory."""
        if isinstance(zinfo_or_directory_name, ZipInfo):
            info = zinfo_or_directory_name
            if not info.is_dir():
                raise ValueError('The given ZipInfo does not describe a directory')
        elif isinstance(zinfo_or_directory_name, str):
            info = ZipInfo(zinfo_or_directory_name.removesuffix('/') + '/')
            info.compress_size = info.CRC = 0
            info.external_attr = ((stat.S_IFDIR | mode) & 0xffff) << 16 | 0x10
        else:
            raise TypeError('Expected type str or ZipInfo')
        self._check_writable('.')
        with self._lock:
            if info.compress_type == ZIP_LZMA:
                info.flag_bits |= records.LZMA_END_MARK
            self._place(info, 3)
            self.filelist.append(info)
            self.NameToInfo[info.filename] = info
            self.fp.write(info.FileHeader(False))
            self.start_dir = self.fp.tell()

    # ---- the end

    def __del__(self):
        self.close()

    def close(self):
        """Writes the directory if need be."""
        if self.fp is None:
            return
        if self._writing:
            raise ValueError("Can't close the ZIP file while there is an open writing handle on it. "
                             'Close the writing handle before closing the zip.')
        try:
            if self.mode != 'r' and self._didModify:
                with self._lock:
                    if self._seekable:
                        self.fp.seek(self.start_dir)
                    self._write_end_record()
        finally:
            fp, self.fp = self.fp, None
            self._fpclose(fp)

    def _write_end_record(self):
        for info in self.filelist:
            self.fp.write(info._directory_entry())
        end = self.fp.tell()
        count, size, start = len(self.filelist), end - self.start_dir, self.start_dir
        for what, large in (('Files count', count > ZIP_FILECOUNT_LIMIT), ('Central directory offset', start > ZIP64_LIMIT),
                            ('Central directory size', size > ZIP64_LIMIT)):
            if not large:
                continue
            if not self._allowZip64:
                raise LargeZipFile(f'{what} would require ZIP64 extensions')
            version = ZIP64_VERSION
            self.fp.write(records.END64.write(records.END64.size - 12, version, version, 0, 0, count, count, size, start))
            self.fp.write(records.LOCATOR64.write(0, end, 1))
            count = min(count, records.MASK16)
            size, start = min(size, records.MASK32), min(start, records.MASK32)
            break
        self.fp.write(records.END.write(0, 0, count, count, size, start, len(self._comment)) + self._comment)
        if self.mode == 'a':
            self.fp.truncate()
        self.fp.flush()

    def _fpclose(self, fp):
        self._fileRefCnt -= 1
        if not self._fileRefCnt and not self._filePassed:
            fp.close()


class PyZipFile(ZipFile):
    """An archive of modules. There are no files of compiled code, so the source goes into it."""

    def __init__(self, file, mode='r', compression=ZIP_STORED, allowZip64=True, optimize=-1):
        ZipFile.__init__(self, file, mode=mode, compression=compression, allowZip64=allowZip64)
        self._optimize = optimize

    def writepy(self, pathname, basename='', filterfunc=None):
        """Adds a module, the modules of a directory, or a package with all below it."""
        pathname = os.fspath(pathname)
        if filterfunc and not filterfunc(pathname):
            return
        name = os.path.basename(pathname)
        if not os.path.isdir(pathname):
            if not pathname.endswith('.py'):
                raise RuntimeError('Files added with writepy() must end with ".py"')
            self._add(pathname, basename)
            return
        package = os.path.isfile(os.path.join(pathname, '__init__.py'))
        if package:
            basename = f'{basename}/{name}' if basename else name
            self._add(os.path.join(pathname, '__init__.py'), basename)
        for name in sorted(os.listdir(pathname)):
            path = os.path.join(pathname, name)
            if os.path.isdir(path):
                if package and os.path.isfile(os.path.join(path, '__init__.py')):
                    self.writepy(path, basename, filterfunc=filterfunc)
            elif name.endswith('.py') and not (package and name == '__init__.py'):
                if not filterfunc or filterfunc(path):
                    self._add(path, basename if package else '')

    def _add(self, path, basename):
        name = os.path.basename(path)
        self.write(path, f'{basename}/{name}' if basename else name)


def main(args=None):
    """python -m zipfile: lists, tests, makes and extracts archives."""
    import argparse
    import sys
    parser = argparse.ArgumentParser(description='A simple command-line interface for zipfile module.', color=True)
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument('-l', '--list', metavar='<zipfile>', help='Show listing of a zipfile')
    group.add_argument('-e', '--extract', nargs=2, metavar=('<zipfile>', '<output_dir>'), help='Extract zipfile into target dir')
    group.add_argument('-c', '--create', nargs='+', metavar=('<name>', '<file>'), help='Create zipfile from sources')
    group.add_argument('-t', '--test', metavar='<zipfile>', help='Test if a zipfile is valid')
    parser.add_argument('--metadata-encoding', metavar='<encoding>', help='Specify encoding of member names for -l, -e and -t')
    given = parser.parse_args(args)
    if given.create is not None:
        if given.metadata_encoding:
            print('Non-conforming encodings not supported with -c.', file=sys.stderr)
            sys.exit(1)
        with ZipFile(given.create[0], 'w') as archive:
            for path in given.create[1:]:
                name = os.path.basename(path) or os.path.basename(os.path.dirname(path))
                _add_tree(archive, path, '' if name in (os.curdir, os.pardir) else name)
        return
    source = given.test or given.list or given.extract[0]
    with ZipFile(source, metadata_encoding=given.metadata_encoding) as archive:
        if given.list:
            archive.printdir()
        elif given.extract:
            archive.extractall(given.extract[1])
        else:
            if damaged := archive.testzip():
                print(f'The following enclosed file is corrupted: {damaged!r}')
            print('Done testing')


def _add_tree(archive, path, name):
    if os.path.isfile(path):
        archive.write(path, name, ZIP_DEFLATED)
    elif os.path.isdir(path):
        if name:
            archive.write(path, name)
        for child in sorted(os.listdir(path)):
            _add_tree(archive, os.path.join(path, child), os.path.join(name, child))


from ._path import CompleteDirs, Path
