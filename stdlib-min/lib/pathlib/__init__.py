"""Paths as objects.

Owns PurePosixPath and PosixPath, also known as PurePath and Path. A path keeps
the text that it was made from and takes it apart when needed: a root ('', '/'
or '//') and a list of names, without empty ones and without '.'. Windows paths
are left out.
"""

import os
import posixpath

__all__ = ['UnsupportedOperation', 'PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path',
           'PosixPath', 'WindowsPath']


class UnsupportedOperation(NotImplementedError):
    """The system cannot do that with paths."""


def _text_of(arg):
    try:
        path = os.fspath(arg)
    except TypeError:
        path = arg
    if not isinstance(path, str):
        raise TypeError('argument should be a str or an os.PathLike object where __fspath__ '
                        f'returns a str, not {type(path).__name__!r}')
    return str(path)


def _parse(text):
    """(root, names) of a path."""
    if not text:
        return '', []
    if text[0] == '/':
        root = '//' if text.startswith('//') and not text.startswith('///') else '/'
    else:
        root = ''
    return root, [name for name in text.split('/') if name and name != '.']


class PurePath:
    """A path without access to the file system."""

    __slots__ = ('_raws', '_parsed', '_text', '_hash')

    parser = posixpath

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        # Joining waits until somebody looks: long chains of `/` are joined once.
        raws = []
        for arg in args:
            if type(arg) is str:
                raws.append(arg)
            elif isinstance(arg, PurePath):
                raws.extend(arg._raws)
            else:
                raws.append(_text_of(arg))
        self._raws = raws

    @property
    def _raw(self):
        """The text that the path was made from."""
        raws = self._raws
        if len(raws) > 1:
            raws = self._raws = [posixpath.join(*raws)]
        return raws[0] if raws else ''

    def with_segments(self, *pathsegments):
        """A path of the same kind; subclasses override it to pass things on."""
        return type(self)(*pathsegments)

    def _made(self, root, names):
        """A path of the same kind from what `_parse` returns."""
        text = root + '/'.join(names)
        path = self.with_segments(text)
        path._text = text or '.'
        path._parsed = root, names
        return path

    def _parts(self):
        try:
            return self._parsed
        except AttributeError:
            self._parsed = _parse(self._raw)
            return self._parsed

    @property
    def _root(self):
        return self._parts()[0]

    @property
    def _tail(self):
        return self._parts()[1]

    def __str__(self):
        try:
            return self._text
        except AttributeError:
            root, names = self._parts()
            self._text = root + '/'.join(names) or '.'
            return self._text

    def __fspath__(self):
        return str(self)

    def as_posix(self):
        """The text with forward slashes."""
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f'{type(self).__name__}({self.as_posix()!r})'

    def __reduce__(self):
        return self.__class__, tuple(self.parts)

    # --- comparison ---

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self) == str(other) and self.parser is other.parser

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(str(self))
            return self._hash

    def _order(self):
        return str(self).split('/')

    def __lt__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._order() < other._order()

    def __le__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._order() <= other._order()

    def __gt__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._order() > other._order()

    def __ge__(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return self._order() >= other._order()

    # --- parts ---

    @property
    def drive(self):
        """Empty: there are no drives here."""
        return ''

    @property
    def root(self):
        """'/', '//' or empty."""
        return self._root

    @property
    def anchor(self):
        """Drive and root."""
        return self._root

    @property
    def parts(self):
        """The anchor, if any, and the names, as a tuple."""
        root, names = self._parts()
        return (root, *names) if root else tuple(names)

    @property
    def name(self):
        """The last name, empty if there is none."""
        names = self._tail
        return names[-1] if names else ''

    @property
    def suffix(self):
        """The extension of the name, with its dot."""
        return self.parser.splitext(self.name)[1]

    @property
    def suffixes(self):
        """All extensions of the name."""
        return ['.' + suffix for suffix in self.name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        """The name without its extension."""
        return self.parser.splitext(self.name)[0]

    @property
    def parent(self):
        """The path without its last name."""
        root, names = self._parts()
        if not names:
            return self
        return self._made(root, names[:-1])

    @property
    def parents(self):
        """The parent, its parent, and so on."""
        return _Parents(self)

    # --- other paths ---

    def joinpath(self, *pathsegments):
        """This path followed by others; an absolute one replaces all before it."""
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def with_name(self, name):
        """The path with another last name."""
        if not name or '/' in name or name == '.':
            raise ValueError(f'Invalid name {name!r}')
        root, names = self._parts()
        if not names:
            raise ValueError(f'{self!r} has an empty name')
        return self._made(root, names[:-1] + [name])

    def with_stem(self, stem):
        """The path with another last name but the same extension."""
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f'{self!r} has a non-empty suffix')
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """The path with another extension."""
        stem = self.stem
        if not stem:
            raise ValueError(f'{self!r} has an empty name')
        if suffix and not (suffix.startswith('.') and len(suffix) > 1):
            raise ValueError(f'Invalid suffix {suffix!r}')
        return self.with_name(stem + suffix)

    def relative_to(self, other, *, walk_up=False):
        """The path as seen from *other*; with *walk_up* by way of '..'."""
        if not isinstance(other, PurePath):
            other = self.with_segments(other)
        for step, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f'{str(self)!r} is not in the subpath of {str(other)!r}')
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f'{str(self)!r} and {str(other)!r} have different anchors')
        return self._made('', ['..'] * step + self._tail[len(path._tail):])

    def is_relative_to(self, other):
        """True if this path is *other* or below it."""
        if not isinstance(other, PurePath):
            other = self.with_segments(other)
        return other == self or other in self.parents

    def is_absolute(self):
        """True if the path starts at the root."""
        return bool(self._root)

    def is_reserved(self):
        """Names are reserved on Windows only."""
        import warnings
        warnings.warn('pathlib.PurePath.is_reserved() is deprecated and scheduled for removal '
                      'in Python 3.15. Use os.path.isreserved() to detect reserved paths on '
                      'Windows.', DeprecationWarning, stacklevel=2)
        return False

    def as_uri(self):
        """The path as a `file:` URI."""
        import warnings
        warnings.warn("pathlib.PurePath.as_uri() is deprecated and scheduled for removal in "
                      "Python 3.19. Use pathlib.Path.as_uri().", DeprecationWarning,
                      stacklevel=2)
        return self._uri()

    def _uri(self):
        if not self.is_absolute():
            raise ValueError("relative paths can't be expressed as file URIs")
        keep = frozenset(b'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~/')
        path = ''.join([chr(b) if b in keep else f'%{b:02X}' for b in bytes(self)])
        # Two slashes would begin a host.
        return 'file://' + ('//' + path if path.startswith('//') else path)

    # --- patterns ---

    def full_match(self, pattern, *, case_sensitive=None):
        """True if the pattern describes the whole path; `**` stands for any names."""
        if not hasattr(pattern, 'with_segments'):
            pattern = self.with_segments(pattern)
        if pattern._root != self._root:
            return False
        from pathlib._glob import match_names
        return match_names(pattern._tail, self._tail, case_sensitive is False)

    def match(self, path_pattern, *, case_sensitive=None):
        """True if the pattern describes the end of the path, the whole if absolute."""
        if not hasattr(path_pattern, 'with_segments'):
            path_pattern = self.with_segments(path_pattern)
        from pathlib._glob import name_matcher
        parts = self.parts[::-1]
        patterns = path_pattern.parts[::-1]
        if not patterns:
            raise ValueError('empty pattern')
        if len(parts) < len(patterns):
            return False
        if len(parts) > len(patterns) and path_pattern.anchor:
            return False
        return all(name_matcher(p, case_sensitive is False)(part)
                   for part, p in zip(parts, patterns))


class _Parents:
    """The sequence of a path's parents."""

    __slots__ = ('_path', '_root', '_names')

    def __init__(self, path):
        self._path = path
        self._root, self._names = path._parts()

    def __len__(self):
        return len(self._names)

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return tuple(self[i] for i in range(*idx.indices(len(self))))
        if idx >= len(self) or idx < -len(self):
            raise IndexError(idx)
        if idx < 0:
            idx += len(self)
        return self._path._made(self._root, self._names[:len(self._names) - idx - 1])

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]

    def __contains__(self, item):
        return any(parent == item for parent in self)

    def __reversed__(self):
        for i in range(len(self) - 1, -1, -1):
            yield self[i]

    def __repr__(self):
        return f'<{type(self._path).__name__}.parents>'


class PurePosixPath(PurePath):
    """A path of a POSIX system, without access to it."""

    __slots__ = ()


class PureWindowsPath(PurePath):
    """Left out."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise NotImplementedError('pathlib.PureWindowsPath is not supported')


os.PathLike.register(PurePath)

from pathlib._path import Path, PosixPath, WindowsPath
