"""The operating system, as far as POSIX goes.

Owns what is built on top of the native `posix` module: the environment
mapping, directory walks, `exec` and `spawn` families, `popen`, PathLike.
Everything that `posix` defines is passed on unchanged; a name that it lacks
is simply absent here.
"""

import abc
import sys
import posix
import stat as st
from posix import *
from posix import _exit
from _collections_abc import MutableMapping, Mapping

name = 'posix'
linesep = '\n'
import posixpath as path
sys.modules['os.path'] = path
from posixpath import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull

error = OSError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1
supports_bytes_environ = True


def fchown(fd, uid, gid):
    """`chown` for a descriptor."""
    chown(fd, uid, gid)


def lchown(path, uid, gid):
    """`chown` for a link itself."""
    chown(path, uid, gid, follow_symlinks=False)


def setpgrp():
    """Begin a group of processes."""
    setpgid(0, 0)


_native = vars(posix)


def _supporting(table):
    """The functions among *table* ('function:CONFIGURE_NAME') that the system can do."""
    known = getattr(posix, '_have_functions', ())
    found = set()
    for item in table.split():
        function, _, feature = item.partition(':')
        if function in _native and (not feature or feature in known):
            found.add(_native[function])
    return found


supports_dir_fd = _supporting(
    'access:HAVE_FACCESSAT chmod:HAVE_FCHMODAT chown:HAVE_FCHOWNAT stat:HAVE_FSTATAT lstat:HAVE_FSTATAT '
    'utime:HAVE_FUTIMESAT utime:HAVE_UTIMENSAT link:HAVE_LINKAT mkdir:HAVE_MKDIRAT '
    'mkfifo:HAVE_MKFIFOAT mknod:HAVE_MKNODAT open:HAVE_OPENAT readlink:HAVE_READLINKAT '
    'rename:HAVE_RENAMEAT symlink:HAVE_SYMLINKAT unlink:HAVE_UNLINKAT rmdir:HAVE_UNLINKAT')
supports_effective_ids = _supporting('access:HAVE_FACCESSAT')
supports_fd = _supporting(
    'chdir:HAVE_FCHDIR chmod:HAVE_FCHMOD chown:HAVE_FCHOWN listdir:HAVE_FDOPENDIR '
    'scandir:HAVE_FDOPENDIR execve:HAVE_FEXECVE stat truncate:HAVE_FTRUNCATE '
    'utime:HAVE_FUTIMENS utime:HAVE_FUTIMES pathconf:HAVE_FPATHCONF statvfs:HAVE_FSTATVFS')
supports_follow_symlinks = _supporting(
    'access:HAVE_FACCESSAT chown:HAVE_FCHOWNAT chmod:HAVE_LCHMOD chown:HAVE_LCHOWN '
    'link:HAVE_LINKAT utime:HAVE_LUTIMES stat:HAVE_FSTATAT stat:HAVE_LSTAT utime:HAVE_UTIMENSAT')
del _native


class PathLike(abc.ABC):
    """Objects that stand for a path."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """The path as str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            for base in subclass.__mro__:
                if '__fspath__' in base.__dict__:
                    return True if base.__dict__['__fspath__'] is not None else NotImplemented
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


def _fspath(path):
    """The str or bytes behind a path; what a native `fspath` does."""
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    try:
        method = kind.__fspath__
    except AttributeError:
        if hasattr(kind, '__fspath__'):
            raise
        method = None
    if method is None:
        raise TypeError(f'expected str, bytes or os.PathLike object, not {kind.__name__}')
    text = method(path)
    if not isinstance(text, (str, bytes)):
        raise TypeError(f'expected {kind.__name__}.__fspath__() to return str or bytes, '
                        f'not {type(text).__name__}')
    return text


if 'fspath' not in globals():
    fspath = _fspath
    fspath.__name__ = fspath.__qualname__ = 'fspath'

_fs_encoding = sys.getfilesystemencoding()
_fs_errors = sys.getfilesystemencodeerrors()


def fsencode(filename):
    """A path as bytes, in the file system's encoding."""
    filename = fspath(filename)
    return filename.encode(_fs_encoding, _fs_errors) if isinstance(filename, str) else filename


def fsdecode(filename):
    """A path as str, in the file system's encoding."""
    filename = fspath(filename)
    return filename.decode(_fs_encoding, _fs_errors) if isinstance(filename, bytes) else filename


# --- environment ---------------------------------------------------------------

class _Environ(MutableMapping):
    """A view of the environment; writes go to the process and to the view."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey = encodekey
        self.decodekey = decodekey
        self.encodevalue = encodevalue
        self.decodevalue = decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            # The caller's key, not its encoded form.
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        raw = self.encodekey(key)
        unsetenv(raw)
        try:
            del self._data[raw]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        pairs = ', '.join(f'{self.decodekey(key)!r}: {self.decodevalue(value)!r}'
                          for key, value in self._data.items())
        return f'environ({{{pairs}}})'

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return {**self, **other} if isinstance(other, Mapping) else NotImplemented

    def __ror__(self, other):
        return {**other, **self} if isinstance(other, Mapping) else NotImplemented


def _encode_env(value):
    if not isinstance(value, str):
        raise TypeError(f'str expected, not {type(value).__name__}')
    return value.encode(_fs_encoding, 'surrogateescape')


def _decode_env(value):
    return value.decode(_fs_encoding, 'surrogateescape')


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError(f'bytes expected, not {type(value).__name__}')
    return value


environ = _Environ(posix.environ.copy(), _encode_env, _decode_env, _encode_env, _decode_env)
environb = _Environ(environ._data, _check_bytes, bytes, _check_bytes, bytes)


def reload_environ():
    """Read the environment of the process again into `environ` and `environb`."""
    fresh = posix._create_environ()
    environ._data.clear()
    environ._data.update(fresh)


def getenv(key, default=None):
    """The value of an environment variable, *default* if it is not set."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """`getenv` for bytes."""
    return environb.get(key, default)


def get_exec_path(env=None):
    """The directories that are searched for a program, from `PATH` in *env*."""
    if env is None:
        env = environ
    import warnings
    with warnings.catch_warnings():
        # Comparing str with bytes keys is intended here.
        warnings.simplefilter('ignore', BytesWarning)
        try:
            found = env.get('PATH')
        except TypeError:
            found = None
        try:
            raw = env[b'PATH']
        except (KeyError, TypeError):
            pass
        else:
            if found is not None:
                raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
            found = raw
    return (defpath if found is None else fsdecode(found)).split(pathsep)


def process_cpu_count():
    """How many CPUs the calling thread may use, None if unknown."""
    if sys._get_cpu_count_config() > 0 or 'sched_getaffinity' not in globals():
        return cpu_count()
    return len(sched_getaffinity(0)) or None


# --- directories ---------------------------------------------------------------

def makedirs(name, mode=0o777, exist_ok=False):
    """Make a directory with all that is missing above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            # Somebody else was faster.
            pass
        if tail == (b'.' if isinstance(tail, bytes) else '.'):
            return
    try:
        mkdir(name, mode)
    except OSError:
        # The error may as well be EROFS for a directory that is there.
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a directory, then those above it as long as they are empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, making the directories of *new* and pruning those of *old*."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


# A value for walk(followlinks=...): links to directories are listed as files.
_walk_symlinks_as_files = object()


def _list_entries(top, onerror, followlinks, descend):
    """(dirs, nondirs, paths to walk into) of *top*, None if it cannot be read."""
    dirs, nondirs, inner = [], [], []
    try:
        entries = scandir(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return None
    with entries:
        while True:
            try:
                entry = next(entries, None)
            except OSError as error:
                if onerror is not None:
                    onerror(error)
                return None
            if entry is None:
                return dirs, nondirs, inner
            try:
                if followlinks is _walk_symlinks_as_files:
                    is_dir = entry.is_dir(follow_symlinks=False)
                else:
                    is_dir = entry.is_dir()
            except OSError:
                is_dir = False
            (dirs if is_dir else nondirs).append(entry.name)
            if descend and is_dir:
                try:
                    if followlinks or not entry.is_symlink():
                        inner.append(entry.path)
                except OSError:
                    inner.append(entry.path)


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yield (path, directory names, file names) for *top* and all below it.

    Top-down, the caller may edit the list of directory names to steer the walk.
    """
    sys.audit('os.walk', top, topdown, onerror, followlinks)
    stack = [fspath(top)]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            # Bottom-up: everything below was yielded already.
            yield top
            continue
        found = _list_entries(top, onerror, followlinks, not topdown)
        if found is None:
            continue
        dirs, nondirs, inner = found
        if topdown:
            yield top, dirs, nondirs
            for name in reversed(dirs):
                below = path.join(top, name)
                # The caller may have replaced the entry by a link meanwhile.
                if followlinks or not path.islink(below):
                    stack.append(below)
        else:
            stack.append((top, dirs, nondirs))
            stack.extend(reversed(inner))


if {open, stat} <= supports_dir_fd and {listdir, stat} <= supports_fd:

    def fwalk(top='.', topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
        """Like `walk`, and yields a descriptor of the directory as fourth item."""
        sys.audit('os.fwalk', top, topdown, onerror, follow_symlinks, dir_fd)
        top = fspath(top)
        # Each frame of work is (action, ...); descriptors on the stack are closed at the end.
        stack = [('walk', (True, dir_fd, top, top, None))]
        is_bytes = isinstance(top, bytes)
        try:
            while stack:
                yield from _fwalk_step(stack, is_bytes, topdown, onerror, follow_symlinks)
        finally:
            while stack:
                action, value = stack.pop()
                if action == 'close':
                    close(value)

    def _fwalk_step(stack, is_bytes, topdown, onerror, follow_symlinks):
        action, value = stack.pop()
        if action == 'close':
            close(value)
            return
        if action == 'yield':
            yield value
            return
        is_root, dirfd, toppath, topname, entry = value
        try:
            before = None
            if not follow_symlinks:
                # Compare afterwards, so that nobody slips a link in between.
                if entry is None:
                    before = stat(topname, follow_symlinks=False, dir_fd=dirfd)
                else:
                    before = entry.stat(follow_symlinks=False)
            topfd = open(topname, O_RDONLY | O_NONBLOCK, dir_fd=dirfd)
        except OSError as error:
            if is_root:
                raise
            if onerror is not None:
                onerror(error)
            return
        stack.append(('close', topfd))
        if not follow_symlinks:
            if is_root and not st.S_ISDIR(before.st_mode):
                return
            if not path.samestat(before, stat(topfd)):
                return
        dirs, nondirs, entries = [], [], []
        listed = scandir(topfd)
        for item in listed:
            name = fsencode(item.name) if is_bytes else item.name
            try:
                is_dir = item.is_dir()
            except OSError:
                is_dir = False
                try:
                    if not item.is_symlink():
                        continue
                except OSError:
                    continue
            if is_dir:
                dirs.append(name)
                entries.append(item)
            else:
                nondirs.append(name)
        if topdown:
            yield toppath, dirs, nondirs, topfd
            inner = [(name, None) for name in reversed(dirs)]
        else:
            stack.append(('yield', (toppath, dirs, nondirs, topfd)))
            inner = list(zip(reversed(dirs), reversed(entries)))
        below = path.join(toppath, toppath[:0])
        stack.extend(('walk', (False, topfd, below + name, name, item if not topdown else None))
                     for name, item in inner)


# --- programs ------------------------------------------------------------------

def execl(file, *args):
    """Replace this process by *file*, with *args* as its argument list."""
    execv(file, args)


def execle(file, *args):
    """`execl` whose last argument is the environment."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """`execl` that searches `PATH`."""
    execvp(file, args)


def execlpe(file, *args):
    """`execle` that searches `PATH`."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """`execv` that searches `PATH`."""
    _execvpe(file, args)


def execvpe(file, args, env):
    """`execve` that searches the `PATH` of *env*."""
    _execvpe(file, args, env)


def _execvpe(file, args, env=None):
    if env is None:
        run, rest, env = execv, (args,), environ
    else:
        run, rest = execve, (args, env)
    if path.dirname(file):
        run(file, *rest)
        return
    telling = last = None
    for directory in map(fsencode, get_exec_path(env)):
        try:
            run(path.join(directory, fsencode(file)), *rest)
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            # A file that is there but does not run tells more than an absent one.
            last = error
            telling = telling or error
    raise telling or last


def _spawnvef(mode, file, args, env, run):
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    pid = fork()
    if not pid:
        try:
            if env is None:
                run(file, args)
            else:
                run(file, args, env)
        except BaseException:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Run a program in a new process; its exit code, or its pid with P_NOWAIT."""
    return _spawnvef(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """`spawnv` with an environment."""
    return _spawnvef(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """`spawnv` that searches `PATH`."""
    return _spawnvef(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """`spawnve` that searches `PATH`."""
    return _spawnvef(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    """`spawnv` with the arguments one by one."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """`spawnl` whose last argument is the environment."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """`spawnl` that searches `PATH`."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """`spawnle` that searches `PATH`."""
    return spawnvpe(mode, file, args[:-1], args[-1])


def popen(cmd, mode='r', buffering=-1):
    """A stream from or to a shell command; its close() returns the exit status."""
    if not isinstance(cmd, str):
        raise TypeError(f'invalid cmd type ({type(cmd)}, expected string)')
    if mode not in ('r', 'w'):
        raise ValueError(f'invalid mode {mode!r}')
    if buffering == 0 or buffering is None:
        raise ValueError('popen() does not support unbuffered streams')
    import subprocess
    end = {'stdout' if mode == 'r' else 'stdin': subprocess.PIPE}
    process = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering, **end)
    return _wrap_close(process.stdout if mode == 'r' else process.stdin, process)


class _wrap_close:
    """The stream that `popen` returns; closing it waits for the command."""

    def __init__(self, stream, proc):
        self._stream = stream
        self._proc = proc

    def close(self):
        self._stream.close()
        code = self._proc.wait()
        if code == 0:
            return None
        return code << 8

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    """A file object for a descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f'invalid fd type ({type(fd)}, expected integer)')
    import io
    if 'b' not in mode:
        encoding = io.text_encoding(encoding)
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


_hidden = {'abc', 'sys', 'posix', 'st', 'MutableMapping', 'Mapping', 'PathLike'}
__all__ = [_n for _n in dict(globals()) if _n == '_exit' or not (_n.startswith('_') or _n in _hidden)]
__all__ += ['PathLike']
del _hidden


def _get_exports_list(module):
    """The public names of a native module; the socket and signal modules ask for it."""
    return list(getattr(module, '__all__', ())) or [n for n in dir(module) if n[0] != '_']
