"""`os.path` on POSIX systems.

Owns everything that depends on the separator `/`. Works on str and bytes and
on objects with `__fspath__`; a call never mixes the two string types.
"""

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'

import errno
import os
import sys
import stat
import genericpath
from genericpath import *

__all__ = ['normcase', 'isabs', 'join', 'splitdrive', 'splitroot', 'split', 'splitext', 'basename',
           'dirname', 'commonprefix', 'getsize', 'getmtime', 'getatime', 'getctime', 'islink',
           'exists', 'lexists', 'isdir', 'isfile', 'ismount', 'expanduser', 'expandvars',
           'normpath', 'abspath', 'samefile', 'sameopenfile', 'samestat', 'curdir', 'pardir', 'sep',
           'pathsep', 'defpath', 'altsep', 'extsep', 'devnull', 'realpath',
           'supports_unicode_filenames', 'relpath', 'commonpath', 'isjunction', 'isdevdrive',
           'ALLOW_MISSING']

supports_unicode_filenames = sys.platform == 'darwin'


def _get_sep(path):
    return b'/' if isinstance(path, bytes) else '/'


def normcase(s):
    """*s* itself: POSIX names are case sensitive."""
    return os.fspath(s)


def isabs(s):
    """True if *s* starts at the root."""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, /, *p):
    """Join components with `/`; an absolute one drops all before it."""
    a = os.fspath(a)
    slash = _get_sep(a)
    path = a
    try:
        for part in p:
            part = os.fspath(part)
            if not path or part.startswith(slash):
                path = part
            elif path.endswith(slash):
                path += part
            else:
                path += slash + part
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types('join', a, *p)
        raise
    return path


def _cut_slashes(head, slash):
    """Trailing slashes of *head* go, unless it consists of nothing else."""
    return head.rstrip(slash) or head


def split(p):
    """(head, tail), the tail being what follows the last slash."""
    p = os.fspath(p)
    slash = _get_sep(p)
    i = p.rfind(slash) + 1
    return _cut_slashes(p[:i], slash), p[i:]


def basename(p):
    """What follows the last slash."""
    p = os.fspath(p)
    return p[p.rfind(_get_sep(p)) + 1:]


def dirname(p):
    """What precedes the last slash."""
    p = os.fspath(p)
    slash = _get_sep(p)
    return _cut_slashes(p[:p.rfind(slash) + 1], slash)


def splitext(p):
    """(root, extension); the extension is empty or starts with the last dot."""
    p = os.fspath(p)
    if isinstance(p, bytes):
        return genericpath._splitext(p, b'/', None, b'.')
    return genericpath._splitext(p, '/', None, '.')


def splitdrive(p):
    """('', p): there are no drives here."""
    p = os.fspath(p)
    return p[:0], p


def _py_splitroot(p, /):
    """('', root, rest), the root being '', '/' or '//'."""
    p = os.fspath(p)
    slash = _get_sep(p)
    n = len(p) - len(p.lstrip(slash))
    if n != 2:
        # POSIX gives a meaning of their own to exactly two slashes.
        n = min(n, 1)
    return p[:0], p[:n], p[n:]


def ismount(path):
    """True if *path* is the root of a mounted file system."""
    try:
        here = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(here.st_mode):
        return False
    path = os.fspath(path)
    parent = realpath(join(path, b'..' if isinstance(path, bytes) else '..'))
    try:
        above = os.lstat(parent)
    except OSError:
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def _home_of(path, name):
    """The home directory as str for `~name`, None if unknown."""
    if not name and 'HOME' in os.environ:
        return os.environ['HOME']
    try:
        import pwd
    except ImportError:
        return None
    try:
        entry = pwd.getpwnam(os.fsdecode(name)) if name else pwd.getpwuid(os.getuid())
    except KeyError:
        return None
    return entry.pw_dir


def expanduser(path):
    """Replace a leading `~` or `~user`; an unknown user leaves *path* as it is."""
    path = os.fspath(path)
    slash = _get_sep(path)
    tilde = b'~' if isinstance(path, bytes) else '~'
    if not path.startswith(tilde):
        return path
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    home = _home_of(path, path[1:end])
    if home is None:
        return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    return (home.rstrip(slash) + path[end:]) or slash


def _is_name(char):
    return char == '_' or (char.isascii() and char.isalnum())


def expandvars(path):
    """Replace `$name` and `${name}`; unknown variables stay."""
    path = os.fspath(path)
    binary = isinstance(path, bytes)
    if (b'$' if binary else '$') not in path:
        return path
    # latin-1 maps bytes to characters one to one, so one scanner serves both.
    text = path.decode('latin-1') if binary else path
    out = []
    done = 0
    last_brace = text.rfind('}')
    while True:
        dollar = text.find('$', done)
        if dollar < 0 or dollar + 1 >= len(text):
            out.append(text[done:])
            break
        out.append(text[done:dollar])
        if text[dollar + 1] == '{':
            # Not searched for again and again where there is none.
            end = text.find('}', dollar + 2) if dollar < last_brace else -1
            name = text[dollar + 2:end] if end >= 0 else None
            end += 1
        else:
            end = dollar + 1
            while end < len(text) and _is_name(text[end]):
                end += 1
            name = text[dollar + 1:end]
        if not name:
            # A lone dollar, or braces that hold nothing or do not close.
            if name is None:
                end = dollar + 1
            out.append(text[dollar:end])
        else:
            out.append(_lookup(name, binary, text[dollar:end]))
        done = end
    text = ''.join(out)
    return text.encode('latin-1') if binary else text


def _lookup(name, binary, default):
    """The value of a variable, as latin-1 text if *binary*."""
    try:
        if binary:
            return os.fsencode(os.environ[os.fsdecode(name.encode('latin-1'))]).decode('latin-1')
        return os.environ[name]
    except KeyError:
        return default


def _py_normpath(path):
    """Drop double slashes and `.`, and resolve `..` textually."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        slash, dot, dots = b'/', b'.', b'..'
    else:
        slash, dot, dots = '/', '.', '..'
    if not path:
        return dot
    _, root, rest = _py_splitroot(path)
    parts = []
    for part in rest.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not root and (not parts or parts[-1] == dots)):
            parts.append(part)
        elif parts:
            parts.pop()
    return (root + slash.join(parts)) or dot


# Native versions win where there are some.
try:
    from posix import _path_normpath as normpath
except ImportError:
    normpath = _py_normpath
try:
    from posix import _path_splitroot_ex as splitroot
except ImportError:
    splitroot = _py_splitroot


def abspath(path):
    """*path* made absolute and normalised."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        if not path.startswith(b'/'):
            path = join(os.getcwdb(), path)
    elif not path.startswith('/'):
        path = join(os.getcwd(), path)
    return normpath(path)


def realpath(filename, /, *, strict=False):
    """The canonical path, free of symbolic links.

    With *strict* an absent or looping path is an error; ALLOW_MISSING lets the
    absent pass but not the unreadable.
    """
    filename = os.fspath(filename)
    if isinstance(filename, bytes):
        slash, dot, dots = b'/', b'.', b'..'
        cwd = os.getcwdb
    else:
        slash, dot, dots = '/', '.', '..'
        cwd = os.getcwd
    if strict is ALLOW_MISSING:
        ignored = FileNotFoundError
    elif strict:
        ignored = ()
    else:
        ignored = OSError
    path = slash if filename.startswith(slash) else cwd()
    # `todo` is a stack of components; a link's target is pushed with a mark
    # below it, under which its resolved path gets remembered.
    todo = filename.split(slash)[::-1]
    seen = {}
    while todo:
        name = todo.pop()
        if type(name) is tuple:
            seen[name[0]] = path
            continue
        if not name or name == dot:
            continue
        if name == dots:
            path = path[:path.rindex(slash)] or slash
            continue
        full = path + name if path == slash else path + slash + name
        try:
            mode = os.lstat(full).st_mode
            if not stat.S_ISLNK(mode):
                # Only strict callers care about a file in the middle.
                if strict and not stat.S_ISDIR(mode) and any(type(t) is not tuple for t in todo):
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), full)
                path = full
                continue
            if full in seen:
                known = seen[full]
                if known is not None:
                    path = known
                    continue
                # The link is being resolved already: a loop. Let stat say so.
                if strict:
                    os.stat(full)
                path = full
                continue
            target = os.readlink(full)
        except ignored:
            path = full
            continue
        if target.startswith(slash):
            path = slash
        seen[full] = None
        todo.append((full,))
        todo.extend(target.split(slash)[::-1])
    return path


def relpath(path, start=None):
    """*path* as seen from *start* (the working directory)."""
    path = os.fspath(path)
    if not path:
        raise ValueError('no path specified')
    if isinstance(path, bytes):
        slash, dot, dots = b'/', b'.', b'..'
    else:
        slash, dot, dots = '/', '.', '..'
    start = dot if start is None else os.fspath(start)
    try:
        here = [p for p in abspath(start).split(slash) if p]
        there = [p for p in abspath(path).split(slash) if p]
        shared = len(commonprefix([here, there]))
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types('relpath', path, start)
        raise
    return slash.join([dots] * (len(here) - shared) + there[shared:]) or dot


def commonpath(paths):
    """The longest path that leads to all of *paths*."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    if isinstance(paths[0], bytes):
        slash, dot = b'/', b'.'
    else:
        slash, dot = '/', '.'
    try:
        absolute = {p.startswith(slash) for p in paths}
        if len(absolute) > 1:
            raise ValueError("Can't mix absolute and relative paths")
        parts = [[c for c in p.split(slash) if c and c != dot] for p in paths]
        prefix = slash if absolute.pop() else slash[:0]
        return prefix + slash.join(commonprefix(parts))
    except (TypeError, AttributeError):
        genericpath._check_arg_types('commonpath', *paths)
        raise
