"""Reading and writing tar archives, plain and compressed."""

import copy
import io
import os
import shutil
import stat
import sys
import time

from _tar_filters import NAMED_FILTERS as _NAMED_FILTERS
from _tar_filters import (AbsoluteLinkError, AbsolutePathError, FilterError, LinkFallbackError,
                          LinkOutsideDestinationError, OutsideDestinationError, SpecialFileError, data_filter,
                          fully_trusted_filter, tar_filter)
from _tar_format import (AREGTYPE, BLKTYPE, BLOCKSIZE, CHRTYPE, CONTTYPE, DEFAULT_FORMAT, DIRTYPE, ENCODING, FIFOTYPE,
                         GNU_FORMAT, GNU_MAGIC, GNU_TYPES, GNUTYPE_LONGLINK, GNUTYPE_LONGNAME, GNUTYPE_SPARSE,
                         LENGTH_LINK, LENGTH_NAME, LENGTH_PREFIX, LNKTYPE, NUL, PAX_FIELDS, PAX_FORMAT, PAX_NAME_FIELDS,
                         PAX_NUMBER_FIELDS, POSIX_MAGIC, RECORDSIZE, REGTYPE, REGULAR_TYPES, SOLARIS_XHDTYPE,
                         SUPPORTED_TYPES, SYMTYPE, USTAR_FORMAT, XGLTYPE, XHDTYPE, CompressionError, EmptyHeaderError,
                         EOFHeaderError, ExtractError, HeaderError, InvalidHeaderError, ReadError, StreamError,
                         SubsequentHeaderError, TarError, TarInfo, TruncatedHeaderError, calc_chksums, itn, nti, nts, stn)
from _tar_streams import ExFileObject
from _tar_streams import Stream as _Stream

version = '0.9.0'

__all__ = ['TarFile', 'TarInfo', 'is_tarfile', 'TarError', 'ReadError', 'CompressionError', 'StreamError', 'ExtractError',
           'HeaderError', 'ENCODING', 'USTAR_FORMAT', 'GNU_FORMAT', 'PAX_FORMAT', 'DEFAULT_FORMAT', 'open',
           'fully_trusted_filter', 'data_filter', 'tar_filter', 'FilterError', 'AbsoluteLinkError',
           'OutsideDestinationError', 'SpecialFileError', 'AbsolutePathError', 'LinkOutsideDestinationError',
           'LinkFallbackError']

_open = open
_FILTER_ERRORS = FilterError, OSError, ExtractError
_MODES = {'r': 'rb', 'a': 'r+b', 'w': 'wb', 'x': 'xb'}
_KINDS = {REGTYPE: stat.S_IFREG, SYMTYPE: stat.S_IFLNK, FIFOTYPE: stat.S_IFIFO, CHRTYPE: stat.S_IFCHR,
          DIRTYPE: stat.S_IFDIR, BLKTYPE: stat.S_IFBLK}


def copyfileobj(src, dst, length=None, exception=OSError, bufsize=None):
    """Copies length bytes, all there are if it is None."""
    bufsize = bufsize or 16 * 1024
    if length is None:
        shutil.copyfileobj(src, dst, bufsize)
        return
    while length > 0:
        wanted = min(bufsize, length)
        data = src.read(wanted)
        if len(data) < wanted:
            raise exception('unexpected end of data')
        dst.write(data)
        length -= wanted


def _tell(text):
    """Prints a part of a line; what the output cannot show is escaped."""
    encoding = getattr(sys.stdout, 'encoding', None)
    if encoding is not None:
        text = text.encode(encoding, 'backslashreplace').decode(encoding)
    print(text, end=' ')


class TarFile:
    """An archive; see open() for the modes."""

    # May be set in classes, instances and by arguments.
    debug = 0
    dereference = False
    ignore_zeros = False
    errorlevel = 1
    format = DEFAULT_FORMAT
    encoding = ENCODING
    errors = None
    tarinfo = TarInfo
    fileobject = ExFileObject
    extraction_filter = None

    def __init__(self, name=None, mode='r', fileobj=None, format=None, tarinfo=None, dereference=None, ignore_zeros=None,
                 encoding=None, errors='surrogateescape', pax_headers=None, debug=None, errorlevel=None, copybufsize=None,
                 stream=False):
        if mode not in _MODES:
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        self._extfileobj = bool(fileobj)
        if not fileobj:
            if mode == 'a' and not os.path.exists(name):
                mode = 'w'
            fileobj = _open(name, _MODES[mode])
            self._mode = _MODES[mode]
        else:
            if name is None and isinstance(getattr(fileobj, 'name', None), (str, bytes)):
                name = fileobj.name
            self._mode = getattr(fileobj, 'mode', _MODES[mode])
        self.mode = mode
        self.name = os.path.abspath(name) if name else None
        self.fileobj = fileobj
        self.stream = stream
        for attribute, value in (('format', format), ('tarinfo', tarinfo), ('dereference', dereference),
                                 ('ignore_zeros', ignore_zeros), ('encoding', encoding), ('debug', debug),
                                 ('errorlevel', errorlevel)):
            if value is not None:
                setattr(self, attribute, value)
        self.errors = errors
        self.pax_headers = pax_headers if pax_headers is not None and self.format == PAX_FORMAT else {}
        self.copybufsize = copybufsize
        self.closed = False
        self.members = []
        self._loaded = False
        self.offset = fileobj.tell()
        # Names of files with several names by their place, and of users and groups by number.
        self.inodes = {}
        self._unames = {}
        self._gnames = {}
        self.firstmember = None
        try:
            self._begin()
        except:
            if not self._extfileobj:
                self.fileobj.close()
            self.closed = True
            raise

    def _begin(self):
        if self.mode == 'r':
            self.firstmember = self.next()
            return
        if self.mode == 'a':
            self._find_end()
        self._loaded = True
        if self.pax_headers:
            self._put(self.tarinfo.create_pax_global_header(self.pax_headers.copy()))

    def _find_end(self):
        """Reads all members, so that the next one is written over the end."""
        while True:
            self.fileobj.seek(self.offset)
            try:
                self.members.append(self.tarinfo.fromtarfile(self))
            except EOFHeaderError:
                self.fileobj.seek(self.offset)
                return
            except HeaderError as e:
                raise ReadError(str(e)) from None

    def _put(self, data):
        self.fileobj.write(data)
        self.offset += len(data)

    # ---- opening

    @classmethod
    def open(cls, name=None, mode='r', fileobj=None, bufsize=RECORDSIZE, **kwargs):
        """Opens an archive by path or on a file object.

        mode is 'r' or 'r:*' (any compression), 'r:', 'a', 'w' or 'x' (none), one of r, w, x with ':gz', ':bz2' or ':xz'; with
        '|' in the place of ':' it is a stream that is read or written once, in blocks of bufsize.
        """
        if not name and not fileobj:
            raise ValueError('nothing to open')
        if mode in ('r', 'r:*'):
            return cls._open_any(name, fileobj, kwargs)
        if ':' in mode:
            action, _, comptype = mode.partition(':')
            comptype = comptype or 'tar'
            if comptype not in cls.OPEN_METH:
                raise CompressionError(f'unknown compression type {comptype!r}')
            return getattr(cls, cls.OPEN_METH[comptype])(name, action or 'r', fileobj, **kwargs)
        if '|' in mode:
            action, _, comptype = mode.partition('|')
            return cls._open_stream(name, action or 'r', comptype or 'tar', fileobj, bufsize, kwargs)
        if mode in ('a', 'w', 'x'):
            return cls.taropen(name, mode, fileobj, **kwargs)
        raise ValueError('undiscernible mode')

    @classmethod
    def _open_any(cls, name, fileobj, kwargs):
        errors = []
        # Without compression last: damaged compressed data may look like anything.
        for comptype in sorted(cls.OPEN_METH, key=lambda c: cls.OPEN_METH[c] == 'taropen'):
            place = fileobj.tell() if fileobj is not None else None
            try:
                return getattr(cls, cls.OPEN_METH[comptype])(name, 'r', fileobj, **kwargs)
            except (ReadError, CompressionError) as e:
                errors.append(f'- method {comptype}: {e!r}')
                if fileobj is not None:
                    fileobj.seek(place)
        raise ReadError('file could not be opened successfully:\n' + '\n'.join(errors))

    @classmethod
    def _open_stream(cls, name, mode, comptype, fileobj, bufsize, kwargs):
        if mode not in ('r', 'w'):
            raise ValueError("mode must be 'r' or 'w'")
        if 'compresslevel' in kwargs and comptype not in ('gz', 'bz2'):
            raise ValueError('compresslevel is only valid for w|gz and w|bz2 modes')
        if 'preset' in kwargs and comptype != 'xz':
            raise ValueError('preset is only valid for w|xz mode')
        level, preset = kwargs.pop('compresslevel', 9), kwargs.pop('preset', None)
        stream = _Stream(name, mode, comptype, fileobj, bufsize, level, preset)
        try:
            archive = cls(name, mode, stream, **kwargs)
        except:
            stream.close()
            raise
        archive._extfileobj = False
        return archive

    @classmethod
    def taropen(cls, name, mode='r', fileobj=None, **kwargs):
        """Opens an archive without compression."""
        if mode not in _MODES:
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        return cls(name, mode, fileobj, **kwargs)

    @staticmethod
    def _check_compressed(mode):
        if mode not in ('r', 'w', 'x'):
            raise ValueError("mode must be 'r', 'w' or 'x'")

    @classmethod
    def _over(cls, compressed, what, wrong, name, mode, kwargs):
        """The archive in a compressed file; `wrong` is raised by files that are not of this kind."""
        try:
            archive = cls.taropen(name, mode, compressed, **kwargs)
        except wrong as e:
            compressed.close()
            if mode == 'r':
                raise ReadError(f'not {what} file') from e
            raise
        except:
            compressed.close()
            raise
        archive._extfileobj = False
        return archive

    @classmethod
    def gzopen(cls, name, mode='r', fileobj=None, compresslevel=9, **kwargs):
        """Opens an archive compressed with gzip."""
        cls._check_compressed(mode)
        from gzip import GzipFile
        try:
            compressed = GzipFile(name, mode + 'b', compresslevel, fileobj)
        except OSError as e:
            if fileobj is not None and mode == 'r':
                raise ReadError('not a gzip file') from e
            raise
        return cls._over(compressed, 'a gzip', OSError, name, mode, kwargs)

    @classmethod
    def bz2open(cls, name, mode='r', fileobj=None, compresslevel=9, **kwargs):
        """Opens an archive compressed with bzip2."""
        cls._check_compressed(mode)
        from bz2 import BZ2File
        compressed = BZ2File(fileobj or name, mode, compresslevel=compresslevel)
        return cls._over(compressed, 'a bzip2', (OSError, EOFError), name, mode, kwargs)

    @classmethod
    def xzopen(cls, name, mode='r', fileobj=None, preset=None, **kwargs):
        """Opens an archive compressed with xz or lzma."""
        cls._check_compressed(mode)
        try:
            from lzma import LZMAError, LZMAFile
        except ImportError:
            raise CompressionError('lzma module is not available') from None
        compressed = LZMAFile(fileobj or name, mode, preset=preset)
        return cls._over(compressed, 'an lzma', (LZMAError, EOFError), name, mode, kwargs)

    @classmethod
    def zstopen(cls, name, mode='r', fileobj=None, **kwargs):
        """Zstandard is not there: CompressionError."""
        cls._check_compressed(mode)
        raise CompressionError('compression.zstd module is not available')

    OPEN_METH = {'tar': 'taropen', 'gz': 'gzopen', 'bz2': 'bz2open', 'xz': 'xzopen', 'zst': 'zstopen'}

    def close(self):
        """Writes the end of the archive if need be."""
        if self.closed:
            return
        self.closed = True
        try:
            if self.mode != 'r':
                self._put(bytes(2 * BLOCKSIZE))
                # Tapes have records of a fixed size.
                self.fileobj.write(bytes(-self.offset % RECORDSIZE))
        finally:
            if not self._extfileobj:
                self.fileobj.close()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, value, traceback):
        if type is None:
            self.close()
        else:
            # What was written is not whole, so it gets no end.
            if not self._extfileobj:
                self.fileobj.close()
            self.closed = True

    # ---- members

    def _check(self, mode=None):
        if self.closed:
            raise OSError(f'{self.__class__.__name__} is closed')
        if mode is not None and self.mode not in mode:
            raise OSError(f'bad operation for mode {self.mode!r}')

    def _dbg(self, level, msg):
        if level <= self.debug:
            print(msg, file=sys.stderr)

    def next(self):
        """The next member when the archive is read, None behind the last."""
        self._check('ra')
        if self.firstmember is not None:
            member, self.firstmember = self.firstmember, None
            return member
        if self.offset != self.fileobj.tell():
            if self.offset == 0:
                return None
            self.fileobj.seek(self.offset - 1)
            if not self.fileobj.read(1):
                raise ReadError('unexpected end of data')
        member = self._read_member()
        if member is None:
            self._loaded = True
        elif not self.stream:
            self.members.append(member)
        return member

    def _read_member(self):
        import zlib
        while True:
            try:
                return self.tarinfo.fromtarfile(self)
            except (EOFHeaderError, InvalidHeaderError) as e:
                if self.ignore_zeros:
                    self._dbg(2, f'0x{self.offset:X}: {e}')
                    self.offset += BLOCKSIZE
                    continue
                # At the start it is no archive; later it is the end.
                if isinstance(e, InvalidHeaderError) and self.offset == 0:
                    raise ReadError(str(e)) from None
            except EmptyHeaderError:
                if self.offset == 0:
                    raise ReadError('empty file') from None
            except TruncatedHeaderError as e:
                if self.offset == 0:
                    raise ReadError(str(e)) from None
            except SubsequentHeaderError as e:
                raise ReadError(str(e)) from None
            except zlib.error as e:
                raise ReadError(f'zlib error: {e}') from None
            return None

    def _load(self):
        if not self.stream:
            while self.next() is not None:
                pass
            self._loaded = True

    def __iter__(self):
        if self._loaded:
            yield from self.members
            return
        index = 0
        if self.firstmember is not None:
            index += 1
            yield self.next()
        while True:
            if index < len(self.members):
                member = self.members[index]
            elif self._loaded:
                return
            else:
                member = self.next()
                if member is None:
                    return
            index += 1
            yield member

    def getmembers(self):
        """All members in their order."""
        self._check()
        if not self._loaded:
            self._load()
        return self.members

    def getnames(self):
        return [member.name for member in self.getmembers()]

    def getmember(self, name):
        """A member by name, of several the last; KeyError."""
        found = self._getmember(name)
        if found is None and name.endswith('/'):
            found = self._getmember(name.rstrip('/'))
        if found is None:
            raise KeyError(f'filename {name!r} not found')
        return found

    def _getmember(self, name, tarinfo=None, normalize=False):
        """The last member of a name that stands before tarinfo, None if there is none."""
        members = self.getmembers()
        if tarinfo is not None:
            for i, member in enumerate(members):
                # A filter may have made another object of it.
                if member is tarinfo or member.offset == tarinfo.offset:
                    members = members[:i]
                    break
            else:
                raise ValueError(tarinfo)
        if normalize:
            name = os.path.normpath(name)
        for member in reversed(members):
            if name == (os.path.normpath(member.name) if normalize else member.name):
                return member

    def _find_link_target(self, tarinfo):
        if tarinfo.issym():
            # Relative to the link; the target may stand anywhere in the archive.
            name, limit = '/'.join(filter(None, (os.path.dirname(tarinfo.name), tarinfo.linkname))), None
        else:
            name, limit = tarinfo.linkname, tarinfo
        member = self._getmember(name, tarinfo=limit, normalize=True)
        if member is None:
            raise KeyError(f'linkname {name!r} not found')
        return member

    def list(self, verbose=True, *, members=None):
        """Prints a table of the members."""
        self._check()
        for member in self if members is None else members:
            if verbose:
                _tell('??????????' if member.mode is None else stat.filemode(_KINDS.get(member.type, 0) | member.mode))
                _tell(f'{member.uname or member.uid}/{member.gname or member.gid}')
                device = member.ischr() or member.isblk()
                _tell(f'{f"{member.devmajor},{member.devminor}" if device else member.size:>10}')
                if member.mtime is None:
                    _tell('????-??-?? ??:??:??')
                else:
                    _tell('%d-%02d-%02d %02d:%02d:%02d' % time.localtime(member.mtime)[:6])
            _tell(member.name + ('/' if member.isdir() else ''))
            if verbose and member.issym():
                _tell('-> ' + member.linkname)
            if verbose and member.islnk():
                _tell('link to ' + member.linkname)
            print()

    def extractfile(self, member):
        """A member's data as a file; None for what has no data."""
        self._check('r')
        if isinstance(member, str):
            member = self.getmember(member)
        if member.isreg() or member.type not in SUPPORTED_TYPES:
            return self.fileobject(self, member)
        if member.islnk() or member.issym():
            if isinstance(self.fileobj, _Stream):
                raise StreamError('cannot extract (sym)link as file object')
            return self.extractfile(self._find_link_target(member))
        return None

    # ---- writing

    def gettarinfo(self, name=None, arcname=None, fileobj=None):
        """The member that a file would be; None for what archives cannot hold."""
        self._check('awx')
        if fileobj is not None:
            name = fileobj.name
        status = os.fstat(fileobj.fileno()) if fileobj is not None else os.stat(name, follow_symlinks=self.dereference)
        new = self.tarinfo()
        new._tarfile = self
        new.name = os.fspath(name if arcname is None else arcname).lstrip('/')
        mode = status.st_mode
        kind = next((k for k, bits in _KINDS.items() if stat.S_IFMT(mode) == bits), None)
        if kind is None:
            return None
        if kind == REGTYPE:
            place = status.st_ino, status.st_dev
            known = self.inodes.get(place)
            if not self.dereference and status.st_nlink > 1 and known is not None and known != new.name:
                # Another name of a file that is in the archive.
                kind, new.linkname = LNKTYPE, known
            else:
                new.size = status.st_size
                if place[0]:
                    self.inodes[place] = new.name
        elif kind == SYMTYPE:
            new.linkname = os.readlink(name)
        new.type, new.mode, new.mtime = kind, mode, status.st_mtime
        new.uid, new.gid = status.st_uid, status.st_gid
        new.uname = self._owner(self._unames, 'pwd', 'getpwuid', new.uid)
        new.gname = self._owner(self._gnames, 'grp', 'getgrgid', new.gid)
        if kind in (CHRTYPE, BLKTYPE):
            new.devmajor, new.devminor = os.major(status.st_rdev), os.minor(status.st_rdev)
        return new

    @staticmethod
    def _owner(known, module, function, number):
        if number not in known:
            try:
                known[number] = getattr(__import__(module), function)(number)[0]
            except KeyError:
                known[number] = ''
        return known[number]

    def add(self, name, arcname=None, recursive=True, *, filter=None):
        """Adds a file, or a directory with all below it; filter may change members, or leave them out by None."""
        self._check('awx')
        arcname = name if arcname is None else arcname
        if self.name is not None and os.path.abspath(name) == self.name:
            self._dbg(2, f'tarfile: Skipped {name!r}')
            return
        self._dbg(1, name)
        member = self.gettarinfo(name, arcname)
        if member is None:
            self._dbg(1, f'tarfile: Unsupported type {name!r}')
            return
        if filter is not None:
            member = filter(member)
            if member is None:
                self._dbg(2, f'tarfile: Excluded {name!r}')
                return
        if member.isreg():
            with _open(name, 'rb') as file:
                self.addfile(member, file)
            return
        self.addfile(member)
        if member.isdir() and recursive:
            for child in sorted(os.listdir(name)):
                self.add(os.path.join(name, child), os.path.join(arcname, child), recursive, filter=filter)

    def addfile(self, tarinfo, fileobj=None):
        """Adds a member with the data of a file."""
        self._check('awx')
        if fileobj is None and tarinfo.isreg() and tarinfo.size != 0:
            raise ValueError('fileobj not provided for non zero-size regular file')
        tarinfo = copy.copy(tarinfo)
        self._put(tarinfo.tobuf(self.format, self.encoding, self.errors))
        if fileobj is not None:
            copyfileobj(fileobj, self.fileobj, tarinfo.size, bufsize=self.copybufsize)
            self.offset += tarinfo.size
            self._put(bytes(-tarinfo.size % BLOCKSIZE))
        self.members.append(tarinfo)

    # ---- extracting

    def _get_filter_function(self, filter):
        if filter is None:
            filter = self.extraction_filter
            if isinstance(filter, str):
                raise TypeError('String names are not supported for TarFile.extraction_filter. Use a function such as '
                                'tarfile.data_filter directly.')
            return data_filter if filter is None else filter
        if callable(filter):
            return filter
        try:
            return _NAMED_FILTERS[filter]
        except KeyError:
            raise ValueError(f'filter {filter!r} not found') from None

    def extractall(self, path='.', members=None, *, numeric_owner=False, filter=None):
        """Writes members below a directory; permissions and times of directories come last."""
        directories = []
        accept = self._get_filter_function(filter)
        for member in self if members is None else members:
            member, original = self._accepted(member, accept, path)
            if member is None:
                continue
            if member.isdir():
                directories.append(original)
            self._extract_one(member, path, not member.isdir(), numeric_owner, accept)
        directories.sort(key=lambda member: member.name, reverse=True)
        for original in directories:
            try:
                self._finish_directory(original, path, numeric_owner, accept)
            except ExtractError as e:
                self._handle_nonfatal_error(e)

    def _finish_directory(self, original, path, numeric_owner, accept):
        # Other members may have changed what is there.
        try:
            member = accept(original, path)
        except _FILTER_ERRORS as e:
            reason = repr(e)
        else:
            if member is None:
                reason = 'excluded by filter'
            else:
                target = os.path.join(path, member.name)
                try:
                    status = os.lstat(target)
                except FileNotFoundError:
                    reason = 'missing'
                else:
                    if stat.S_ISDIR(status.st_mode):
                        self.chown(member, target, numeric_owner=numeric_owner)
                        self.utime(member, target)
                        self.chmod(member, target)
                        return
                    reason = 'not a directory'
        self._dbg(2, f'tarfile: Not fixing up directory {original.name!r} ({reason})')

    def extract(self, member, path='', set_attrs=True, *, numeric_owner=False, filter=None):
        """Writes one member below a directory."""
        accept = self._get_filter_function(filter)
        member, _ = self._accepted(member, accept, path)
        if member is not None:
            self._extract_one(member, path, set_attrs, numeric_owner, accept)

    def _accepted(self, member, accept, path):
        """(member as the filter gives it, member of the archive); None, None if it is left out."""
        original = self.getmember(member) if isinstance(member, str) else member
        accepted = None
        try:
            accepted = accept(original, path)
        except (OSError, UnicodeEncodeError, FilterError) as e:
            self._handle_fatal_error(e)
        except ExtractError as e:
            self._handle_nonfatal_error(e)
        if accepted is None:
            self._dbg(2, f'tarfile: Excluded {original.name!r}')
            return None, None
        if accepted.islnk():
            accepted = copy.copy(accepted)
            accepted._link_target = os.path.join(path, accepted.linkname)
        return accepted, original

    def _extract_one(self, tarinfo, path, set_attrs, numeric_owner, filter_function=None):
        self._check('r')
        try:
            self._extract_member(tarinfo, os.path.join(path, tarinfo.name), set_attrs=set_attrs,
                                 numeric_owner=numeric_owner, filter_function=filter_function, extraction_root=path)
        except (OSError, UnicodeEncodeError) as e:
            self._handle_fatal_error(e)
        except ExtractError as e:
            self._handle_nonfatal_error(e)

    def _handle_nonfatal_error(self, e):
        if self.errorlevel > 1:
            raise
        self._dbg(1, f'tarfile: {e}')

    def _handle_fatal_error(self, e):
        if self.errorlevel > 0:
            raise
        if not isinstance(e, OSError):
            self._dbg(1, f'tarfile: {type(e).__name__} {e}')
        elif e.filename is None:
            self._dbg(1, f'tarfile: {e.strerror}')
        else:
            self._dbg(1, f'tarfile: {e.strerror} {e.filename!r}')

    def _extract_member(self, tarinfo, targetpath, set_attrs=True, numeric_owner=False, *, filter_function=None,
                        extraction_root=None):
        targetpath = targetpath.rstrip('/')
        above = os.path.dirname(targetpath)
        if above and not os.path.exists(above):
            os.makedirs(above, exist_ok=True)
        link = tarinfo.islnk() or tarinfo.issym()
        self._dbg(1, f'{tarinfo.name} -> {tarinfo.linkname}' if link else tarinfo.name)
        if tarinfo.isdir():
            self.makedir(tarinfo, targetpath)
        elif tarinfo.isfifo():
            self.makefifo(tarinfo, targetpath)
        elif tarinfo.isdev():
            self.makedev(tarinfo, targetpath)
        elif link:
            self.makelink_with_filter(tarinfo, targetpath, filter_function=filter_function,
                                      extraction_root=extraction_root)
        elif tarinfo.type not in SUPPORTED_TYPES:
            self.makeunknown(tarinfo, targetpath)
        else:
            self.makefile(tarinfo, targetpath)
        if set_attrs:
            self.chown(tarinfo, targetpath, numeric_owner)
            if not tarinfo.issym():
                self.chmod(tarinfo, targetpath)
                self.utime(tarinfo, targetpath)

    # What makes each kind of member; subclasses may replace these.

    def makedir(self, tarinfo, targetpath):
        try:
            # Others shall not look in while it is filled.
            os.mkdir(targetpath, 0o777 if tarinfo.mode is None else 0o700)
        except FileExistsError:
            if not os.path.isdir(targetpath):
                raise

    def makefile(self, tarinfo, targetpath):
        source = self.fileobj
        source.seek(tarinfo.offset_data)
        with _open(targetpath, 'wb') as target:
            if tarinfo.sparse is None:
                copyfileobj(source, target, tarinfo.size, ReadError, self.copybufsize)
                return
            for offset, size in tarinfo.sparse:
                target.seek(offset)
                copyfileobj(source, target, size, ReadError, self.copybufsize)
            target.seek(tarinfo.size)
            target.truncate()

    def makeunknown(self, tarinfo, targetpath):
        self.makefile(tarinfo, targetpath)
        self._dbg(1, f'tarfile: Unknown file type {tarinfo.type!r}, extracted as regular file.')

    def makefifo(self, tarinfo, targetpath):
        os.mkfifo(targetpath)

    def makedev(self, tarinfo, targetpath):
        mode = 0o600 if tarinfo.mode is None else tarinfo.mode
        mode |= stat.S_IFBLK if tarinfo.isblk() else stat.S_IFCHR
        os.mknod(targetpath, mode, os.makedev(tarinfo.devmajor, tarinfo.devminor))

    def makelink(self, tarinfo, targetpath):
        return self.makelink_with_filter(tarinfo, targetpath, None, None)

    def makelink_with_filter(self, tarinfo, targetpath, filter_function, extraction_root):
        """A link; where there can be none, a copy of what it points to in the archive."""
        refused = False
        try:
            if tarinfo.issym():
                if os.path.lexists(targetpath):
                    os.unlink(targetpath)
                os.symlink(tarinfo.linkname, targetpath)
                return
            if os.path.exists(tarinfo._link_target):
                if os.path.lexists(targetpath):
                    os.unlink(targetpath)
                os.link(os.path.realpath(tarinfo._link_target), targetpath)
                return
        except (AttributeError, NotImplementedError, OSError):
            refused = True
        try:
            original = self._find_link_target(tarinfo)
        except KeyError:
            if refused:
                raise ExtractError('unable to resolve link inside archive') from None
            raise
        accepted = original
        if filter_function is not None:
            if extraction_root is None:
                raise ExtractError('makelink_with_filter: if filter_function is not None, extraction_root must also not be None')
            try:
                # It must be harmless under both names.
                if filter_function(original.replace(name=tarinfo.name, deep=False), extraction_root) is None:
                    return
                accepted = filter_function(original, extraction_root)
            except _FILTER_ERRORS as cause:
                raise LinkFallbackError(tarinfo, original.name) from cause
        if accepted is not None:
            self._extract_member(accepted, targetpath, filter_function=filter_function, extraction_root=extraction_root)

    def chown(self, tarinfo, targetpath, numeric_owner):
        """Sets the owner, which only root can; names count more than numbers unless numeric_owner is true."""
        if os.geteuid() != 0:
            return
        user, group = tarinfo.uid, tarinfo.gid
        if not numeric_owner:
            import grp
            import pwd
            try:
                group = grp.getgrnam(tarinfo.gname)[2] if tarinfo.gname else group
            except KeyError:
                pass
            try:
                user = pwd.getpwnam(tarinfo.uname)[2] if tarinfo.uname else user
            except KeyError:
                pass
        try:
            user, group = -1 if user is None else user, -1 if group is None else group
            if tarinfo.issym():
                os.chown(targetpath, user, group, follow_symlinks=False)
            else:
                os.chown(targetpath, user, group)
        except (OSError, OverflowError) as e:
            raise ExtractError('could not change owner') from e

    def chmod(self, tarinfo, targetpath):
        if tarinfo.mode is not None:
            try:
                os.chmod(targetpath, tarinfo.mode)
            except OSError as e:
                raise ExtractError('could not change mode') from e

    def utime(self, tarinfo, targetpath):
        if tarinfo.mtime is not None:
            try:
                os.utime(targetpath, (tarinfo.mtime, tarinfo.mtime))
            except OSError as e:
                raise ExtractError('could not change modification time') from e


def is_tarfile(name):
    """Whether a path or file object is an archive that this module can read."""
    try:
        if hasattr(name, 'read'):
            place = name.tell()
            archive = open(fileobj=name)
            name.seek(place)
        else:
            archive = open(name)
        archive.close()
        return True
    except TarError:
        return False


open = TarFile.open


def main():
    """python -m tarfile: lists, tests, makes and extracts archives."""
    import argparse
    parser = argparse.ArgumentParser(description='A simple command-line interface for tarfile module.', color=True)
    parser.add_argument('-v', '--verbose', action='store_true', default=False, help='Verbose output')
    parser.add_argument('--filter', metavar='<filtername>', choices=_NAMED_FILTERS, help='Filter for extraction')
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument('-l', '--list', metavar='<tarfile>', help='Show listing of a tarfile')
    group.add_argument('-e', '--extract', nargs='+', metavar=('<tarfile>', '<output_dir>'), help='Extract tarfile into target dir')
    group.add_argument('-c', '--create', nargs='+', metavar=('<name>', '<file>'), help='Create tarfile from sources')
    group.add_argument('-t', '--test', metavar='<tarfile>', help='Test if a tarfile is valid')
    args = parser.parse_args()
    if args.filter and args.extract is None:
        parser.exit(1, '--filter is only valid for extraction\n')
    if args.create is not None:
        name, *files = args.create
        _, ending = os.path.splitext(name)
        kind = {'.gz': 'gz', '.tgz': 'gz', '.xz': 'xz', '.txz': 'xz', '.bz2': 'bz2', '.tbz': 'bz2', '.tbz2': 'bz2', '.tb2': 'bz2',
                '.zst': 'zst', '.tzst': 'zst'}.get(ending)
        with TarFile.open(name, f'w:{kind}' if kind else 'w') as archive:
            for path in files:
                archive.add(path)
        if args.verbose:
            print(f'{name!r} file created.')
        return
    if args.extract is not None and len(args.extract) > 2:
        parser.exit(1, parser.format_help())
    source = args.test or args.list or args.extract[0]
    if not is_tarfile(source):
        parser.exit(1, f'{source!r} is not a tar archive.\n')
    with TarFile.open(source) as archive:
        if args.test is not None:
            print(archive.getmembers(), file=sys.stderr)
            if args.verbose:
                print(f'{source!r} is a tar archive.')
        elif args.list is not None:
            archive.list(verbose=args.verbose)
        else:
            target = args.extract[1] if len(args.extract) == 2 else os.curdir
            archive.extractall(path=target, filter=args.filter)
            if args.verbose:
                where = '' if target == '.' else f' into {target!r} directory'
                print(f'{source!r} file is extracted{where}.')


if __name__ == '__main__':
    main()
