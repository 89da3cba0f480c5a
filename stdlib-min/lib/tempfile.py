"""Temporary files and directories.

Owns their names and their removal. Files are created with O_EXCL and readable
by the user alone; a name is never used before its file exists, except by the
deprecated `mktemp`.
"""

import os
import sys
import errno
import _io
import io
import _thread

__all__ = ['NamedTemporaryFile', 'TemporaryFile', 'SpooledTemporaryFile', 'TemporaryDirectory',
           'mkstemp', 'mkdtemp', 'mktemp', 'TMP_MAX', 'gettempprefix', 'tempdir', 'gettempdir',
           'gettempprefixb', 'gettempdirb']

TMP_MAX = getattr(os, 'TMP_MAX', 10000)
template = 'tmp'
tempdir = None

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, 'O_NOFOLLOW', 0) | os.O_CLOEXEC
_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_'
_lock = _thread.allocate_lock()
_GenericAlias = type(list[int])


def _random_name():
    """Eight characters that nobody can guess."""
    return ''.join([_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(8)])


def _infer_return_type(*args):
    """str or bytes, whichever the arguments are."""
    kind = None
    for arg in args:
        if arg is None:
            continue
        if isinstance(arg, os.PathLike):
            arg = os.fspath(arg)
        this = bytes if isinstance(arg, bytes) else str
        if kind is not None and kind is not this:
            raise TypeError("Can't mix bytes and non-bytes in path components.")
        kind = this
    if kind is None:
        return str if tempdir is None or isinstance(tempdir, str) else bytes
    return kind


def _sanitize_params(prefix, suffix, dir):
    """(prefix, suffix, directory, type) with defaults filled in."""
    kind = _infer_return_type(prefix, suffix, dir)
    if suffix is None:
        suffix = kind()
    if prefix is None:
        prefix = template if kind is str else os.fsencode(template)
    if dir is None:
        dir = gettempdir() if kind is str else gettempdirb()
    return prefix, suffix, dir, kind


def _candidates():
    """Directories to try, the most wanted first."""
    found = [os.environ[name] for name in ('TMPDIR', 'TEMP', 'TMP') if os.environ.get(name)]
    found += ['/tmp', '/var/tmp', '/usr/tmp']
    try:
        found.append(os.getcwd())
    except OSError:
        found.append(os.curdir)
    return found


def _find_directory():
    """The first directory where a file can be written."""
    candidates = _candidates()
    for directory in candidates:
        if directory != os.curdir:
            directory = os.path.abspath(directory)
        for _ in range(100):
            name = os.path.join(directory, _random_name())
            try:
                fd = os.open(name, _FLAGS, 0o600)
                try:
                    try:
                        os.write(fd, b'blat')
                    finally:
                        os.close(fd)
                finally:
                    os.unlink(name)
                return directory
            except FileExistsError:
                pass
            except OSError:
                break
    raise FileNotFoundError(errno.ENOENT,
                            f'No usable temporary directory found in {candidates}')


def gettempprefix():
    """What default names start with."""
    return os.fsdecode(template)


def gettempprefixb():
    """`gettempprefix` as bytes."""
    return os.fsencode(template)


def gettempdir():
    """The directory for temporary files."""
    global tempdir
    if tempdir is None:
        with _lock:
            if tempdir is None:
                tempdir = _find_directory()
    return os.fsdecode(tempdir)


def gettempdirb():
    """`gettempdir` as bytes."""
    return os.fsencode(gettempdir())


def _names(kind):
    for _ in range(TMP_MAX):
        name = _random_name()
        yield name if kind is str else os.fsencode(name)


def _mkstemp_inner(dir, pre, suf, flags, kind):
    dir = os.path.abspath(dir)
    for name in _names(kind):
        file = os.path.join(dir, pre + name + suf)
        sys.audit('tempfile.mkstemp', file)
        try:
            return os.open(file, flags, 0o600), file
        except FileExistsError:
            continue
    raise FileExistsError(errno.EEXIST, 'No usable temporary file name found')


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Make a file; (descriptor, absolute name). The caller removes it."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    return _mkstemp_inner(dir, prefix, suffix, _FLAGS, kind)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a directory; its absolute name. The caller removes it."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    for name in _names(kind):
        file = os.path.join(dir, prefix + name + suffix)
        sys.audit('tempfile.mkdtemp', file)
        try:
            os.mkdir(file, 0o700)
        except FileExistsError:
            continue
        return os.path.abspath(file)
    raise FileExistsError(errno.EEXIST, 'No usable temporary directory name found')


def mktemp(suffix='', prefix=template, dir=None):
    """A name that does not exist now, but may before it is used."""
    if dir is None:
        dir = gettempdir()
    for name in _names(str):
        file = os.path.join(dir, prefix + name + suffix)
        if not os.path.lexists(file):
            return file
    raise FileExistsError(errno.EEXIST, 'No usable temporary filename found')


class _Remover:
    """Closes a file and unlinks it, once."""

    cleanup_called = close_called = True

    def __init__(self, file, name, delete, delete_on_close, warn_message):
        self.warn_message = warn_message
        self.file = file
        self.name = name
        self.delete = delete
        self.delete_on_close = delete_on_close
        self.cleanup_called = self.close_called = False

    def cleanup(self, unlink=os.unlink):
        if self.cleanup_called:
            return
        self.cleanup_called = True
        try:
            if not self.close_called:
                self.close_called = True
                self.file.close()
        finally:
            if self.delete:
                try:
                    unlink(self.name)
                except FileNotFoundError:
                    pass

    def close(self):
        if self.close_called:
            return
        self.close_called = True
        try:
            self.file.close()
        finally:
            if self.delete and self.delete_on_close:
                self.cleanup()

    def __del__(self):
        close_called = self.close_called
        self.cleanup()
        if not close_called:
            import warnings
            warnings.warn(self.warn_message, ResourceWarning)


class _TemporaryFileWrapper:
    """A file that is removed when it is closed; everything else is the file's."""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file = file
        self.name = name
        self._closer = _Remover(file, name, delete, delete_on_close,
                                f'Implicitly cleaning up {self!r}')

    def __getattr__(self, name):
        file = self.__dict__['file']
        value = getattr(file, name)
        if hasattr(value, '__call__'):
            method = value

            def call(*args, **kwargs):
                return method(*args, **kwargs)
            call.__name__ = name
            # As long as somebody has the method, the file stays.
            call._closer = self._closer
            value = call
        if not isinstance(value, int):
            setattr(self, name, value)
        return value

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, exc, value, tb):
        result = self.file.__exit__(exc, value, tb)
        self._closer.cleanup()
        return result

    def close(self):
        """Close the file, and remove it if that was asked for."""
        self._closer.close()

    def __iter__(self):
        # A generator keeps this object alive while it runs.
        for line in self.file:
            yield line

    def __repr__(self):
        file = self.__dict__['file']
        return f'<{type(self).__name__} {file=}>'


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None,
                       delete_on_close=True):
    """A temporary file with a name, removed when it is closed."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    if 'b' not in mode:
        encoding = _io.text_encoding(encoding)
    name = None

    def opener(*args):
        nonlocal name
        fd, name = _mkstemp_inner(dir, prefix, suffix, _FLAGS, kind)
        return fd

    try:
        file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding,
                        errors=errors, opener=opener)
        try:
            raw = getattr(file, 'buffer', file)
            raw = getattr(raw, 'raw', raw)
            raw.name = name
            return _TemporaryFileWrapper(file, name, delete, delete_on_close)
        except:
            file.close()
            raise
    except:
        if name is not None:
            try:
                os.unlink(name)
            except OSError:
                pass
        raise


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                  dir=None, *, errors=None):
    """A temporary file without a name."""
    if 'b' not in mode:
        encoding = _io.text_encoding(encoding)
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    fd = None

    def opener(*args):
        nonlocal fd
        if hasattr(os, 'O_TMPFILE'):
            try:
                fd = os.open(dir, (_FLAGS | os.O_TMPFILE) & ~os.O_CREAT, 0o600)
                return fd
            except (IsADirectoryError, OSError):
                # Not all file systems can do this.
                pass
        fd, name = _mkstemp_inner(dir, prefix, suffix, _FLAGS, kind)
        try:
            os.unlink(name)
        except:
            os.close(fd)
            raise
        return fd

    file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding,
                    errors=errors, opener=opener)
    raw = getattr(file, 'buffer', file)
    raw = getattr(raw, 'raw', raw)
    raw.name = fd
    return file


class SpooledTemporaryFile(io.IOBase):
    """A file in memory that moves to the disk when it grows beyond *max_size*."""

    _rolled = False

    def __init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None,
                 suffix=None, prefix=None, dir=None, *, errors=None):
        if 'b' in mode:
            self._file = _io.BytesIO()
        else:
            encoding = _io.text_encoding(encoding)
            self._file = _io.TextIOWrapper(_io.BytesIO(), encoding=encoding, errors=errors,
                                           newline=newline)
        self._max_size = max_size
        self._rolled = False
        self._args = {'mode': mode, 'buffering': buffering, 'suffix': suffix, 'prefix': prefix,
                      'encoding': encoding, 'newline': newline, 'dir': dir, 'errors': errors}

    __class_getitem__ = classmethod(_GenericAlias)

    def _check(self, file):
        if not self._rolled and self._max_size and file.tell() > self._max_size:
            self.rollover()

    def rollover(self):
        """Move to the disk now."""
        if self._rolled:
            return
        old = self._file
        new = self._file = TemporaryFile(**self._args)
        del self._args
        pos = old.tell()
        if hasattr(new, 'buffer'):
            new.buffer.write(old.detach().getvalue())
        else:
            new.write(old.getvalue())
        new.seek(pos, 0)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError('Cannot enter context with closed file')
        return self

    def __exit__(self, exc, value, tb):
        self._file.close()

    def __iter__(self):
        return iter(self._file)

    def __next__(self):
        return next(self._file)

    def __del__(self):
        file = self.__dict__.get('_file')
        if file is not None and not file.closed:
            import warnings
            warnings.warn(f'Unclosed file {self!r}', ResourceWarning, stacklevel=2, source=self)
            self.close()

    @property
    def mode(self):
        """The mode that the file was opened with."""
        try:
            return self._file.mode
        except AttributeError:
            return self._args['mode']

    @property
    def name(self):
        """None while in memory."""
        try:
            return self._file.name
        except AttributeError:
            return None

    def fileno(self):
        """The descriptor; moves to the disk to have one."""
        self.rollover()
        return self._file.fileno()

    def truncate(self, size=None):
        """Cut or extend to *size*."""
        if size is None:
            return self._file.truncate()
        if size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def write(self, s):
        """Write, and move to the disk if there is too much."""
        result = self._file.write(s)
        self._check(self._file)
        return result

    def writelines(self, iterable):
        """Write several pieces."""
        if self._max_size == 0 or self._rolled:
            return self._file.writelines(iterable)
        for line in iterable:
            self._file.write(line)
            self._check(self._file)

    def seek(self, *args):
        """Change the position."""
        return self._file.seek(*args)

    @property
    def closed(self):
        """True after close()."""
        return self._file.closed

    @property
    def encoding(self):
        """The encoding of a text file."""
        return self._file.encoding

    @property
    def errors(self):
        """How a text file handles encoding errors."""
        return self._file.errors

    @property
    def newlines(self):
        """The line ends that were met."""
        return self._file.newlines


def _pass_on(name):
    """A method that calls the one of the current file."""
    def method(self, *args):
        return getattr(self._file, name)(*args)
    method.__name__ = name
    method.__qualname__ = f'SpooledTemporaryFile.{name}'
    setattr(SpooledTemporaryFile, name, method)


for _name in ('close', 'flush', 'isatty', 'detach', 'read', 'read1', 'readinto', 'readinto1',
              'readline', 'readlines', 'readable', 'seekable', 'tell', 'writable'):
    _pass_on(_name)
del _name


class TemporaryDirectory:
    """A directory that is removed with all its content at the end."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *,
                 delete=True):
        import weakref
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._delete = delete
        self._finalizer = weakref.finalize(
            self, self._cleanup, self.name, warn_message=f'Implicitly cleaning up {self!r}',
            ignore_errors=self._ignore_cleanup_errors, delete=self._delete)

    @classmethod
    def _rmtree(cls, name, ignore_errors=False):
        import shutil

        def onexc(func, path, exc):
            if isinstance(exc, FileNotFoundError):
                return
            if not isinstance(exc, PermissionError):
                if not ignore_errors:
                    raise exc
                return
            # Perhaps only the permissions are in the way.
            try:
                if path != name:
                    os.chmod(os.path.dirname(path), 0o700)
                os.chmod(path, 0o700)
                if os.path.isdir(path) and not os.path.islink(path):
                    if path == name and func is os.rmdir:
                        raise exc
                    shutil.rmtree(path, ignore_errors=ignore_errors)
                else:
                    os.unlink(path)
            except FileNotFoundError:
                pass
            except OSError:
                if not ignore_errors:
                    raise exc

        shutil.rmtree(name, onexc=onexc)

    @classmethod
    def _cleanup(cls, name, warn_message, ignore_errors=False, delete=True):
        if delete:
            import warnings
            cls._rmtree(name, ignore_errors=ignore_errors)
            warnings.warn(warn_message, ResourceWarning)

    def __repr__(self):
        return f'<{self.__class__.__name__} {self.name!r}>'

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        """Remove the directory now."""
        if self._finalizer.detach() or os.path.exists(self.name):
            self._rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)

    __class_getitem__ = classmethod(_GenericAlias)
