"""Path operations that need no knowledge of the separator.

Owns what is the same on every system: existence, sizes, times, identity of
files. `posixpath` re-exports all of it.
"""

import os
import stat

__all__ = ['commonprefix', 'exists', 'getatime', 'getctime', 'getmtime', 'getsize', 'isdevdrive',
           'isdir', 'isfile', 'isjunction', 'islink', 'lexists', 'samefile', 'sameopenfile',
           'samestat', 'ALLOW_MISSING']


def exists(path):
    """True if *path* leads to something; False for a broken symbolic link."""
    try:
        os.stat(path)
    except (OSError, ValueError):
        return False
    return True


def lexists(path):
    """True if *path* exists, be it a broken symbolic link."""
    try:
        os.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """True if *path* leads to a regular file."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def isdir(s):
    """True if *s* leads to a directory."""
    try:
        return stat.S_ISDIR(os.stat(s).st_mode)
    except (OSError, ValueError):
        return False


def islink(path):
    """True if *path* itself is a symbolic link."""
    try:
        return stat.S_ISLNK(os.lstat(path).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


def isjunction(path):
    """Junctions exist on Windows only."""
    os.fspath(path)
    return False


def isdevdrive(path):
    """Dev drives exist on Windows only."""
    os.fspath(path)
    return False


def getsize(filename):
    """Size in bytes."""
    return os.stat(filename).st_size


def getmtime(filename):
    """Time of the last modification, in seconds since the epoch."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """Time of the last access, in seconds since the epoch."""
    return os.stat(filename).st_atime


def getctime(filename):
    """Time of the last change of the metadata, in seconds since the epoch."""
    return os.stat(filename).st_ctime


def commonprefix(m, /):
    """The longest string that every member of *m* starts with, character by character."""
    if not m:
        return ''
    # Lists of components are accepted too, and must not go through fspath.
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(os.fspath, m))
    low, high = min(m), max(m)
    size = 0
    for a, b in zip(low, high):
        if a != b:
            break
        size += 1
    return low[:size]


def samestat(s1, s2):
    """True if two stat results describe one file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """True if two paths (or descriptors) lead to one file."""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """True if two descriptors refer to one file."""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def _splitext(p, sep, altsep, extsep):
    """Cut *p* before its last dot; leading dots of the file name do not count."""
    start = p.rfind(sep)
    if altsep:
        start = max(start, p.rfind(altsep))
    start += 1
    dot = p.rfind(extsep)
    if dot < start or not p[start:dot].strip(extsep):
        return p, p[:0]
    return p[:dot], p[dot:]


def _check_arg_types(funcname, *args):
    """Explain why *args* could not be combined: wrong type, or str with bytes."""
    kinds = set()
    for arg in args:
        if isinstance(arg, str):
            kinds.add(str)
        elif isinstance(arg, bytes):
            kinds.add(bytes)
        else:
            raise TypeError(f'{funcname}() argument must be str, bytes, or os.PathLike object, '
                            f'not {arg.__class__.__name__!r}') from None
    if len(kinds) > 1:
        raise TypeError("Can't mix strings and bytes in path components") from None


class _AllowMissing:
    """The value that `realpath(strict=...)` takes for "the path may end in nothing"."""

    def __repr__(self):
        return 'os.path.ALLOW_MISSING'

    def __reduce__(self):
        return 'ALLOW_MISSING'


_AllowMissing.__name__ = _AllowMissing.__qualname__ = 'ALLOW_MISSING'
ALLOW_MISSING = _AllowMissing()
