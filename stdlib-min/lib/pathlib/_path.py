"""Paths with access to the file system.

Owns Path, which is PosixPath here. Every method that touches a file passes the
text of the path to `os`.
"""

import errno
import io
import os
import stat

from pathlib import PurePath, PurePosixPath, PureWindowsPath, UnsupportedOperation, _parse


class _Info:
    """What is known about a path; asked for once, then remembered."""

    __slots__ = ('_path', '_known')

    def __init__(self, path):
        self._path = str(path)
        self._known = {}

    def __repr__(self):
        return '<PosixPath.info>'

    def _mode(self, follow):
        try:
            return self._known[follow]
        except KeyError:
            pass
        try:
            mode = os.stat(self._path, follow_symlinks=follow).st_mode
        except (OSError, ValueError):
            mode = None
        self._known[follow] = mode
        return mode

    def exists(self, *, follow_symlinks=True):
        """True if the path exists."""
        return self._mode(follow_symlinks) is not None

    def is_dir(self, *, follow_symlinks=True):
        """True for a directory."""
        return stat.S_ISDIR(self._mode(follow_symlinks) or 0)

    def is_file(self, *, follow_symlinks=True):
        """True for a regular file."""
        return stat.S_ISREG(self._mode(follow_symlinks) or 0)

    def is_symlink(self):
        """True for a symbolic link."""
        return stat.S_ISLNK(self._mode(False) or 0)


class Path(PurePath):
    """A path with access to the file system."""

    __slots__ = ('_info',)

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    @property
    def info(self):
        """Answers about the type of file that are asked for once."""
        try:
            return self._info
        except AttributeError:
            self._info = _Info(self)
            return self._info

    # --- asking ---

    def stat(self, *, follow_symlinks=True):
        """What os.stat() says."""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """What os.lstat() says."""
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        """True if the path leads to something."""
        return os.path.exists(self) if follow_symlinks else os.path.lexists(self)

    def _is(self, test, follow_symlinks=True):
        try:
            return test(self.stat(follow_symlinks=follow_symlinks).st_mode)
        except (OSError, ValueError):
            return False

    def is_dir(self, *, follow_symlinks=True):
        """True for a directory."""
        return os.path.isdir(self) if follow_symlinks else self._is(stat.S_ISDIR, False)

    def is_file(self, *, follow_symlinks=True):
        """True for a regular file."""
        return os.path.isfile(self) if follow_symlinks else self._is(stat.S_ISREG, False)

    def is_mount(self):
        """True for the root of a mounted file system."""
        return os.path.ismount(self)

    def is_symlink(self):
        """True for a symbolic link."""
        return os.path.islink(self)

    def is_junction(self):
        """Junctions exist on Windows only."""
        return os.path.isjunction(self)

    def is_block_device(self):
        """True for a block device."""
        return self._is(stat.S_ISBLK)

    def is_char_device(self):
        """True for a character device."""
        return self._is(stat.S_ISCHR)

    def is_fifo(self):
        """True for a named pipe."""
        return self._is(stat.S_ISFIFO)

    def is_socket(self):
        """True for a socket."""
        return self._is(stat.S_ISSOCK)

    def samefile(self, other_path):
        """True if both paths lead to one file."""
        other = other_path.stat() if isinstance(other_path, Path) else os.stat(other_path)
        return os.path.samestat(self.stat(), other)

    def owner(self, *, follow_symlinks=True):
        """The name of the owner."""
        try:
            import pwd
        except ImportError:
            raise UnsupportedOperation(f'{type(self).__name__}.owner() is unsupported on this '
                                       'system') from None
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        """The name of the group."""
        try:
            import grp
        except ImportError:
            raise UnsupportedOperation(f'{type(self).__name__}.group() is unsupported on this '
                                       'system') from None
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    # --- content ---

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file."""
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """The content as bytes."""
        with self.open(mode='rb', buffering=0) as f:
            return f.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """The content as text."""
        encoding = io.text_encoding(encoding)
        with self.open('r', encoding=encoding, errors=errors, newline=newline) as f:
            return f.read()

    def write_bytes(self, data):
        """Replace the content by bytes."""
        view = memoryview(data)
        with self.open(mode='wb') as f:
            return f.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Replace the content by text."""
        encoding = io.text_encoding(encoding)
        if not isinstance(data, str):
            raise TypeError(f'data must be str, not {data.__class__.__name__}')
        with self.open('w', encoding=encoding, errors=errors, newline=newline) as f:
            return f.write(data)

    # --- directories ---

    def iterdir(self):
        """Iterate over what is in the directory."""
        names = os.listdir(self)
        root, parts = self._parts()
        return (self._made(root, parts + [name]) for name in names)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """Iterate over what is below and matches the pattern."""
        import sys
        sys.audit('pathlib.Path.glob', self, pattern)
        return self._search(pattern, (), case_sensitive, recurse_symlinks)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """`glob` at all depths."""
        import sys
        sys.audit('pathlib.Path.rglob', self, pattern)
        return self._search(pattern, ('**',), case_sensitive, recurse_symlinks)

    def _search(self, pattern, prefix, case_sensitive, recurse_symlinks):
        if not isinstance(pattern, PurePath):
            text = os.fspath(pattern)
            if isinstance(text, bytes):
                pattern = self.with_segments(pattern)
        else:
            text = str(pattern)
        root, parts = _parse(text)
        if root:
            raise NotImplementedError('Non-relative patterns are unsupported')
        if not parts and not prefix:
            raise ValueError(f'Unacceptable pattern: {str(pattern)!r}')
        # A slash at the end asks for directories.
        dir_only = text.endswith('/') or text.endswith('/.') or not parts
        chosen = list(prefix)
        for part in parts:
            if part != '**' or not chosen or chosen[-1] != '**':
                chosen.append(part)
        from pathlib._glob import Search
        start = '' if str(self) == '.' else str(self)
        found = Search(case_sensitive, recurse_symlinks).run(start, chosen, dir_only)
        return map(self._from_text, found)

    def _from_text(self, text):
        path = self.with_segments(text)
        path._text = text or '.'
        return path

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """Like os.walk(), with paths."""
        import sys
        sys.audit('pathlib.Path.walk', self, on_error, follow_symlinks)
        if not follow_symlinks:
            follow_symlinks = os._walk_symlinks_as_files
        for where, dirs, files in os.walk(str(self), top_down, on_error, follow_symlinks):
            yield self._from_walk(where), dirs, files

    def _from_walk(self, where):
        if where == '.':
            return self.with_segments(where)
        return self._from_text(where[2:] if where.startswith('./') else where)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make the directory."""
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            # Some systems report something else for what exists.
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        """Remove the directory, which must be empty."""
        os.rmdir(self)

    # --- names ---

    @classmethod
    def cwd(cls):
        """The working directory."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The user's home directory."""
        home = os.path.expanduser('~')
        if home == '~':
            raise RuntimeError("Can't determine home directory")
        return cls(home)

    def absolute(self):
        """The path made absolute, otherwise unchanged."""
        if self.is_absolute():
            return self
        cwd = os.getcwd()
        if not self._tail:
            return self._from_text(cwd)
        return self._from_text(cwd.rstrip('/') + '/' + str(self))

    def resolve(self, strict=False):
        """The absolute path without links and '..'."""
        return self.with_segments(os.path.realpath(self, strict=strict))

    def expanduser(self):
        """The path with `~` and `~user` at the start replaced."""
        root, names = self._parts()
        if root or not names or names[0][:1] != '~':
            return self
        home = os.path.expanduser(names[0])
        if home[:1] == '~':
            raise RuntimeError('Could not determine home directory.')
        root, before = _parse(home)
        return self._made(root, before + names[1:])

    def readlink(self):
        """What the symbolic link points to."""
        return self.with_segments(os.readlink(self))

    def as_uri(self):
        """The path as a `file:` URI."""
        return self._uri()

    @classmethod
    def from_uri(cls, uri):
        """The path of a `file:` URI."""
        if not uri.lower().startswith('file:'):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        text = uri[5:]
        if text.startswith('//'):
            host, slash, rest = text[2:].partition('/')
            if host not in ('', 'localhost', os.uname().nodename):
                raise ValueError(f'file URI is not local: {uri!r}')
            text = slash + rest
        data = text.encode('utf-8', 'surrogateescape')
        first, *parts = data.split(b'%')
        out = [first]
        for part in parts:
            try:
                out.append(bytes([int(part[:2], 16)]) + part[2:])
            except ValueError:
                out.append(b'%' + part)
        path = cls(os.fsdecode(b''.join(out)))
        if not path.is_absolute():
            raise ValueError(f'URI is not absolute: {uri!r}')
        return path

    # --- changing ---

    def touch(self, mode=0o666, exist_ok=True):
        """Make the file, or set its time to now."""
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass
        flags = os.O_CREAT | os.O_WRONLY
        if not exist_ok:
            flags |= os.O_EXCL
        os.close(os.open(self, flags, mode))

    def chmod(self, mode, *, follow_symlinks=True):
        """Set the permission bits."""
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        """Set the permission bits of a link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        """Rename; the new path."""
        os.rename(self, target)
        return self._as_path(target)

    def replace(self, target):
        """Rename over whatever is there; the new path."""
        os.replace(self, target)
        return self._as_path(target)

    def _as_path(self, target):
        return target if hasattr(target, 'with_segments') else self.with_segments(target)

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a symbolic link."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Make this path another name of a file."""
        os.link(target, self)

    def copy(self, target, *, follow_symlinks=True, preserve_metadata=False):
        """Copy a file or a whole directory to *target*; the new path."""
        target = self._as_path(target)
        _ensure_distinct(self, target)
        _copy(self, target, follow_symlinks, preserve_metadata)
        return target.joinpath()

    def copy_into(self, target_dir, **kwargs):
        """Copy into a directory; the new path."""
        return self.copy(self._inside(target_dir), **kwargs)

    def move(self, target):
        """Move a file or directory to *target*; the new path."""
        target = self._as_path(target)
        try:
            same = os.path.samestat(os.lstat(self), os.lstat(target))
        except OSError:
            same = False
        if same:
            raise _two_names(self, target, 'Source and target are the same file')
        try:
            os.replace(self, target)
            return target.joinpath()
        except OSError as err:
            if err.errno != errno.EXDEV:
                raise
        _ensure_distinct(self, target)
        self.copy(target, follow_symlinks=False, preserve_metadata=True)
        if self.is_dir() and not self.is_symlink():
            import shutil
            shutil.rmtree(self)
        else:
            self.unlink()
        return target.joinpath()

    def move_into(self, target_dir):
        """Move into a directory; the new path."""
        return self.move(self._inside(target_dir))

    def _inside(self, directory):
        if not self.name:
            raise ValueError(f'{self!r} has an empty name')
        if hasattr(directory, 'with_segments'):
            return directory / self.name
        return self.with_segments(directory, self.name)


def _ensure_distinct(source, target):
    """Raise OSError if the target is the source, or inside it."""
    if target == source:
        message = 'Source and target are the same path'
    elif source in target.parents:
        message = 'Source path is a parent of target path'
    else:
        return
    raise _two_names(source, target, message)


def _two_names(source, target, message):
    err = OSError(errno.EINVAL, message)
    err.filename = str(source)
    err.filename2 = str(target)
    return err


def _copy(source, target, follow, metadata):
    import shutil
    if source.is_symlink() and not follow:
        os.symlink(os.readlink(source), target)
        if metadata:
            shutil.copystat(source, target, follow_symlinks=False)
        return
    if source.is_dir():
        os.mkdir(target)
        for child in source.iterdir():
            _copy(child, target / child.name, follow, metadata)
    else:
        try:
            same = os.path.samefile(source, target)
        except OSError:
            same = False
        if same:
            raise _two_names(source, target, 'Source and target are the same file')
        shutil.copyfile(source, target)
    if metadata:
        shutil.copystat(source, target)


class PosixPath(Path, PurePosixPath):
    """A path of this system."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """Left out."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation('cannot instantiate \'WindowsPath\' on your system')


for _class in (Path, PosixPath, WindowsPath):
    _class.__module__ = 'pathlib'
del _class
