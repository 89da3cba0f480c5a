"""File names by shell pattern.

Owns the walk; names are matched by `fnmatch`. Names that start with a dot match
only patterns that do. With recursive=True `**` stands for any directories.
"""

import os
import fnmatch

__all__ = ['escape', 'glob', 'iglob', 'translate']


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The list of paths that match."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Iterate over the paths that match."""
    import sys
    sys.audit('glob.glob', pathname, recursive)
    sys.audit('glob.glob/2', pathname, recursive, root_dir, dir_fd)
    if root_dir is not None:
        root_dir = os.fspath(root_dir)
    else:
        root_dir = pathname[:0]
    found = _Walk(root_dir, dir_fd, recursive, include_hidden).paths(pathname, False)
    if not pathname or recursive and _is_recursive(pathname[:2]):
        # `**` alone also matches "nothing", which is no path.
        return _without_empty(found)
    return found


def _without_empty(paths):
    first = next(paths, None)
    if first:
        yield first
    yield from paths


def has_magic(s):
    """True if the text is a pattern and not a plain name."""
    if isinstance(s, bytes):
        return b'*' in s or b'?' in s or b'[' in s
    return '*' in s or '?' in s or '[' in s


def glob0(dirname, pattern):
    """A plain name in a directory, if it exists (deprecated)."""
    _old('glob0')
    return _Walk(dirname[:0], None, False, False).named(dirname, pattern, False)


def glob1(dirname, pattern):
    """The names in a directory that match (deprecated)."""
    _old('glob1')
    return _Walk(dirname[:0], None, False, False).matching(dirname, pattern, False)


def _old(name):
    import warnings
    warnings.warn(f'glob.{name} is deprecated and will be removed in Python 3.15. Use glob.glob and '
                  'pass a directory to its root_dir argument instead.', DeprecationWarning, 3)


def _is_hidden(name):
    return name[:1] in ('.', b'.')


def _is_recursive(pattern):
    return pattern == (b'**' if isinstance(pattern, bytes) else '**')


def _join(directory, name):
    # An empty part must not add a separator.
    return os.path.join(directory, name) if directory and name else directory or name


class _Walk:
    """One search, with its options."""

    def __init__(self, root_dir, dir_fd, recursive, include_hidden):
        self.root_dir = root_dir
        self.dir_fd = dir_fd
        self.recursive = recursive
        self.include_hidden = include_hidden

    def paths(self, pathname, dironly):
        """Iterate over what matches the whole pattern."""
        dirname, basename = os.path.split(pathname)
        if not has_magic(pathname):
            if basename:
                if self.exists(_join(self.root_dir, pathname)):
                    yield pathname
            elif self.is_dir(_join(self.root_dir, dirname)):
                yield pathname
            return
        if not dirname:
            if self.recursive and _is_recursive(basename):
                yield from self.below(self.root_dir, basename, dironly)
            else:
                yield from self.matching(self.root_dir, basename, dironly)
            return
        # The root is its own parent.
        if dirname != pathname and has_magic(dirname):
            directories = self.paths(dirname, True)
        else:
            directories = [dirname]
        if not has_magic(basename):
            search = self.named
        elif self.recursive and _is_recursive(basename):
            search = self.below
        else:
            search = self.matching
        for directory in directories:
            for name in search(_join(self.root_dir, directory), basename, dironly):
                yield os.path.join(directory, name)

    def matching(self, directory, pattern, dironly):
        """The names in a directory that match a pattern."""
        names = self.entries(directory, dironly)
        if not (self.include_hidden or _is_hidden(pattern)):
            names = (name for name in names if not _is_hidden(name))
        return fnmatch.filter(names, pattern)

    def named(self, directory, basename, dironly):
        """A plain name, if it exists; an empty one asks for a directory."""
        if basename:
            if self.exists(_join(directory, basename)):
                return [basename]
        elif self.is_dir(directory):
            return [basename]
        return []

    def below(self, directory, pattern, dironly):
        """Everything below a directory, itself as the empty name first."""
        if not directory or self.is_dir(directory):
            yield pattern[:0]
        yield from self.all_below(directory, dironly)

    def all_below(self, directory, dironly):
        for name in self.entries(directory, dironly):
            if self.include_hidden or not _is_hidden(name):
                yield name
                for inner in self.all_below(_join(directory, name), dironly):
                    yield _join(name, inner)

    def entries(self, directory, dironly):
        """The names in a directory; none if it cannot be read."""
        fd = None
        binary = isinstance(directory, bytes)
        names = []
        try:
            if self.dir_fd is not None:
                if directory:
                    fd = where = os.open(directory, os.O_RDONLY | os.O_DIRECTORY,
                                         dir_fd=self.dir_fd)
                else:
                    where = self.dir_fd
            else:
                where = directory or (b'.' if binary else '.')
            with os.scandir(where) as entries:
                for entry in entries:
                    try:
                        if not dironly or entry.is_dir():
                            name = entry.name
                            names.append(os.fsencode(name) if binary and
                                         not isinstance(name, bytes) else name)
                    except OSError:
                        pass
        except OSError:
            pass
        finally:
            if fd is not None:
                os.close(fd)
        return names

    def exists(self, path):
        try:
            if self.dir_fd is None:
                os.lstat(path)
            else:
                os.stat(path, follow_symlinks=False, dir_fd=self.dir_fd)
        except (OSError, ValueError):
            return False
        return True

    def is_dir(self, path):
        if self.dir_fd is None:
            return os.path.isdir(path)
        import stat
        try:
            mode = os.stat(path, dir_fd=self.dir_fd).st_mode
        except (OSError, ValueError):
            return False
        return stat.S_ISDIR(mode)


def escape(pathname):
    """A pattern that matches just this name."""
    binary = isinstance(pathname, bytes)
    text = pathname.decode('latin-1') if binary else pathname
    text = ''.join([f'[{c}]' if c in '*?[' else c for c in text])
    return text.encode('latin-1') if binary else text


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """The regular expression that matches what the pattern does."""
    from re import escape as quote
    if not seps:
        seps = (os.path.sep, os.path.altsep) if os.path.altsep else os.path.sep
    quoted = ''.join(map(quote, seps))
    any_sep = f'[{quoted}]' if len(seps) > 1 else quoted
    not_sep = f'[^{quoted}]'
    if include_hidden:
        one_last = f'{not_sep}+'
        one = f'{one_last}{any_sep}'
        any_segments = f'(?:.+{any_sep})?'
        any_last = '.*'
    else:
        one_last = f'[^{quoted}.]{not_sep}*'
        one = f'{one_last}{any_sep}'
        any_segments = f'(?:{one})*'
        any_last = f'{any_segments}(?:{one_last})?'
    results = []
    text = pat
    for sep in seps[1:]:
        text = text.replace(sep, seps[0])
    parts = text.split(seps[0])
    last = len(parts) - 1
    for i, part in enumerate(parts):
        if part == '*':
            results.append(one if i < last else one_last)
        elif recursive and part == '**':
            if i == last:
                results.append(any_last)
            elif parts[i + 1] != '**':
                results.append(any_segments)
        else:
            if part:
                if not include_hidden and part[0] in '*?':
                    results.append(r'(?!\.)')
                results.extend(fnmatch._pieces(part, f'{not_sep}*', not_sep)[0])
            if i < last:
                results.append(any_sep)
    return f'(?s:{"".join(results)})\\z'
