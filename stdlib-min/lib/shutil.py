"""Copying, moving and removing files and trees.

Owns the operations on whole files. Archives are `_archives`.
"""

import errno
import os
import stat

from _archives import (ReadError, RegistryError, get_archive_formats, get_unpack_formats, make_archive,
                       register_archive_format, register_unpack_format, unpack_archive, unregister_archive_format,
                       unregister_unpack_format)

__all__ = ['copyfileobj', 'copyfile', 'copymode', 'copystat', 'copy', 'copy2', 'copytree', 'move',
           'rmtree', 'Error', 'SpecialFileError', 'make_archive', 'get_archive_formats',
           'register_archive_format', 'unregister_archive_format', 'get_unpack_formats',
           'register_unpack_format', 'unregister_unpack_format', 'unpack_archive',
           'ignore_patterns', 'chown', 'which', 'get_terminal_size', 'SameFileError',
           'disk_usage']

COPY_BUFSIZE = 256 * 1024


class Error(OSError):
    """Something went wrong on the way; copytree collects what."""


class SameFileError(Error):
    """Source and destination are one file."""


class SpecialFileError(OSError):
    """Copying is not possible, from a named pipe for example."""


# --- one file ------------------------------------------------------------------------

def copyfileobj(fsrc, fdst, length=0):
    """Copy from one file object to another."""
    length = length or COPY_BUFSIZE
    while data := fsrc.read(length):
        fdst.write(data)


def _stat(path):
    return path.stat() if isinstance(path, os.DirEntry) else os.stat(path)


def _islink(path):
    return path.is_symlink() if isinstance(path, os.DirEntry) else os.path.islink(path)


def _samefile(src, dst):
    try:
        return os.path.samestat(_stat(src), os.stat(dst))
    except OSError:
        return False


def _copy_descriptors(source, target):
    """Copy inside the kernel; False if nothing could be copied that way."""
    if not hasattr(os, 'sendfile'):
        return False
    offset = 0
    while True:
        try:
            sent = os.sendfile(target, source, offset, 1 << 23)
        except OSError as err:
            if offset:
                raise
            if err.errno == errno.ENOSPC:
                raise
            return False
        if not sent:
            return True
        offset += sent


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy the content of a file; the name of the copy."""
    if _samefile(src, dst):
        raise SameFileError(f'{src!r} and {dst!r} are the same file')
    for path in (src, dst):
        try:
            mode = _stat(path).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            name = path.path if isinstance(path, os.DirEntry) else path
            raise SpecialFileError(f'`{name}` is a named pipe')
    if not follow_symlinks and _islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as fsrc:
        try:
            with open(dst, 'wb') as fdst:
                if not _copy_descriptors(fsrc.fileno(), fdst.fileno()):
                    copyfileobj(fsrc, fdst)
        except IsADirectoryError as e:
            if not os.path.exists(dst):
                raise FileNotFoundError(f'Directory does not exist: {dst}') from e
            raise
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copy the permission bits."""
    if not follow_symlinks and _islink(src) and os.path.islink(dst):
        # Links have no permissions of their own here.
        return
    os.chmod(dst, stat.S_IMODE(_stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copy permission bits and times."""
    follow = follow_symlinks or not (_islink(src) and os.path.islink(dst))
    st = os.stat(src, follow_symlinks=follow) if not isinstance(src, os.DirEntry) \
        else src.stat(follow_symlinks=follow)
    if follow:
        os.utime(dst, ns=(st.st_atime_ns, st.st_mtime_ns))
        os.chmod(dst, stat.S_IMODE(st.st_mode))
    elif os.utime in os.supports_follow_symlinks:
        os.utime(dst, ns=(st.st_atime_ns, st.st_mtime_ns), follow_symlinks=False)
    _copy_attributes(src, dst, follow)


def _copy_attributes(src, dst, follow):
    """Copy extended attributes, as far as both file systems have them."""
    if not hasattr(os, 'listxattr'):
        return
    harmless = (errno.ENOTSUP, errno.ENODATA, errno.EINVAL, errno.EPERM, errno.EACCES)
    try:
        names = os.listxattr(src, follow_symlinks=follow)
    except OSError as e:
        if e.errno not in harmless:
            raise
        return
    for name in names:
        try:
            os.setxattr(dst, name, os.getxattr(src, name, follow_symlinks=follow),
                        follow_symlinks=follow)
        except OSError as e:
            if e.errno not in harmless:
                raise


def _into(src, dst):
    """*dst*, or the file of the same name in it if it is a directory."""
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy content and permissions; *dst* may be a directory."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copy content, permissions and times; *dst* may be a directory."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


# --- trees ---------------------------------------------------------------------------

def ignore_patterns(*patterns):
    """An `ignore` for copytree: names that match any of the patterns."""
    def _ignore_patterns(path, names):
        import fnmatch
        ignored = []
        for pattern in patterns:
            ignored.extend(fnmatch.filter(names, pattern))
        return set(ignored)
    return _ignore_patterns


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copy a whole directory; errors are collected and raised at the end."""
    import sys
    sys.audit('shutil.copytree', src, dst)
    with os.scandir(src) as listing:
        entries = list(listing)
    ignored = set()
    if ignore is not None:
        ignored = ignore(os.fspath(src), [entry.name for entry in entries])
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    use_entry = copy_function is copy2 or copy_function is copy

    def copy_entry(entry, source, target):
        what = entry if use_entry else source
        if entry.is_symlink():
            link = os.readlink(source)
            if symlinks:
                os.symlink(link, target)
                copystat(what, target, follow_symlinks=False)
                return
            if not os.path.exists(os.path.join(os.path.dirname(source), link)) \
                    and ignore_dangling_symlinks:
                return
        if entry.is_dir():
            copytree(what, target, symlinks, ignore, copy_function, ignore_dangling_symlinks,
                     dirs_exist_ok)
        else:
            copy_function(what, target)

    for entry in entries:
        if entry.name in ignored:
            continue
        source = os.path.join(src, entry.name)
        target = os.path.join(dst, entry.name)
        try:
            copy_entry(entry, source, target)
        except Error as err:
            errors.extend(err.args[0])
        except OSError as why:
            errors.append((source, target, str(why)))
    try:
        copystat(src, dst)
    except OSError as why:
        if getattr(why, 'winerror', None) is None:
            errors.append((src, dst, str(why)))
    if errors:
        raise Error(errors)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Remove a directory with all that is in it; links are removed, not followed."""
    import sys
    sys.audit('shutil.rmtree', path, dir_fd)
    if dir_fd is not None:
        raise NotImplementedError('dir_fd unavailable on this platform')
    if ignore_errors:
        def handle(function, name, error):
            pass
    elif onexc is not None:
        handle = onexc
    elif onerror is not None:
        def handle(function, name, error):
            onerror(function, name, (type(error), error, error.__traceback__))
    else:
        def handle(function, name, error):
            raise error
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    try:
        mode = os.lstat(path).st_mode
    except OSError as err:
        handle(os.lstat, path, err)
        return
    if stat.S_ISLNK(mode):
        try:
            raise OSError('Cannot call rmtree on a symbolic link')
        except OSError as err:
            handle(os.path.islink, path, err)
        return
    _remove_below(path, handle)


def _remove_below(top, handle):
    # Directories are pushed twice: to be emptied, then to be removed.
    stack = [(top, False)]
    while stack:
        path, emptied = stack.pop()
        if emptied:
            try:
                os.rmdir(path)
            except FileNotFoundError as err:
                if path == top:
                    handle(os.rmdir, path, err)
            except OSError as err:
                handle(os.rmdir, path, err)
            continue
        try:
            with os.scandir(path) as listing:
                entries = list(listing)
        except FileNotFoundError as err:
            if path == top:
                handle(os.scandir, path, err)
            continue
        except OSError as err:
            handle(os.scandir, path, err)
            entries = []
        stack.append((path, True))
        for entry in entries:
            full = os.path.join(path, entry.name)
            try:
                is_dir = entry.is_dir(follow_symlinks=False)
            except OSError:
                is_dir = False
            if is_dir:
                stack.append((full, False))
                continue
            try:
                os.unlink(full)
            except FileNotFoundError:
                continue
            except OSError as err:
                handle(os.unlink, full, err)


rmtree.avoids_symlink_attacks = False


def _destinsrc(src, dst):
    """True if *dst* is inside *src*."""
    # Real paths: a link must not hide where *dst* is.
    src = os.path.join(os.path.realpath(src), '')
    return os.path.join(os.path.realpath(dst), '').startswith(src)


def move(src, dst, copy_function=copy2):
    """Move a file or directory, into *dst* if that is a directory."""
    import sys
    sys.audit('shutil.move', src, dst)
    real_dst = dst
    if os.path.isdir(dst):
        if _samefile(src, dst) and not os.path.islink(src):
            # A case-insensitive file system: only the name changes.
            os.rename(src, dst)
            return None
        name = os.fspath(src)
        real_dst = os.path.join(dst, os.path.basename(name.rstrip(
            b'/' if isinstance(name, bytes) else '/')))
        if os.path.exists(real_dst):
            raise Error(f"Destination path '{real_dst}' already exists")
    try:
        os.rename(src, real_dst)
    except OSError:
        # Another file system: copy, then remove.
        if os.path.islink(src):
            os.symlink(os.readlink(src), real_dst)
            os.unlink(src)
        elif os.path.isdir(src):
            if _destinsrc(src, dst):
                raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.")
            copytree(src, real_dst, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, real_dst)
            os.unlink(src)
    return real_dst


# --- the system ----------------------------------------------------------------------

_usage = None


def disk_usage(path):
    """(total, used, free) bytes of the file system that *path* is on."""
    global _usage
    if _usage is None:
        from collections import namedtuple
        _usage = namedtuple('usage', 'total used free')
        _usage.__module__ = 'shutil'
    st = os.statvfs(path)
    return _usage(st.f_blocks * st.f_frsize, (st.f_blocks - st.f_bfree) * st.f_frsize,
                  st.f_bavail * st.f_frsize)


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Change owner and group, given by name or number."""
    if user is None and group is None:
        raise ValueError('user and/or group must be set')
    uid = -1 if user is None else user
    gid = -1 if group is None else group
    if isinstance(user, str):
        import pwd
        try:
            uid = pwd.getpwnam(user).pw_uid
        except KeyError:
            raise LookupError(f'no such user: {user!r}') from None
    if isinstance(group, str):
        import grp
        try:
            gid = grp.getgrnam(group).gr_gid
        except KeyError:
            raise LookupError(f'no such group: {group!r}') from None
    os.chown(path, uid, gid, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def get_terminal_size(fallback=(80, 24)):
    """The size of the terminal, from the environment or from stdout."""
    sizes = []
    for name in ('COLUMNS', 'LINES'):
        try:
            sizes.append(int(os.environ[name]))
        except (KeyError, ValueError):
            sizes.append(0)
    columns, lines = sizes
    if columns <= 0 or lines <= 0:
        import sys
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = os.terminal_size(fallback)
        if columns <= 0:
            columns = size.columns or fallback[0]
        if lines <= 0:
            lines = size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of the program that a shell would run, None if there is none."""
    def usable(name):
        return os.path.exists(name) and os.access(name, mode) and not os.path.isdir(name)

    binary = isinstance(cmd, bytes)
    directory = os.path.dirname(cmd)
    if directory:
        return cmd if usable(cmd) else None
    if path is None:
        path = os.environ.get('PATH', None)
        if path is None:
            try:
                path = os.confstr('CS_PATH')
            except (AttributeError, ValueError):
                path = os.defpath
    if not path:
        return None
    path = os.fsencode(path) if binary else os.fsdecode(path)
    for directory in dict.fromkeys(path.split(b':' if binary else ':')):
        name = os.path.join(directory, cmd)
        if usable(name):
            return name
    return None


def __getattr__(name):
    if name == 'ExecError':
        import warnings
        why = "; it isn't raised by any shutil function."
        warnings._deprecated('shutil.ExecError', warnings._DEPRECATED_MSG + why, remove=(3, 16))
        return RuntimeError
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
