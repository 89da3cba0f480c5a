"""Paths within zip archives, with a part of what pathlib.Path can do."""

import io
import pathlib
import posixpath
import re
import stat

from . import ZipFile, ZipInfo

__all__ = ['Path']


class CompleteDirs(ZipFile):
    """An archive that knows the directories its names imply. It can be pickled when it was made from a path."""

    def __init__(self, *args, **kwargs):
        self._made_from = args, kwargs
        super().__init__(*args, **kwargs)

    def __getstate__(self):
        return self._made_from

    def __setstate__(self, state):
        args, kwargs = state
        self.__init__(*args, **kwargs)

    @staticmethod
    def _implied_dirs(names):
        """Directories of names that are no names themselves, each once."""
        known = set(names)
        found = {}
        for name in names:
            above = posixpath.dirname(name.rstrip('/'))
            while above.rstrip('/'):
                if above + '/' not in known:
                    found[above + '/'] = None
                above = posixpath.dirname(above)
        return list(found)

    def namelist(self):
        names = super().namelist()
        return names + self._implied_dirs(names)

    def _name_set(self):
        return set(self.namelist())

    def resolve_dir(self, name):
        """The name, with a slash if it is that of a directory."""
        names = self._name_set()
        return name + '/' if name not in names and name + '/' in names else name

    def getinfo(self, name):
        try:
            return super().getinfo(name)
        except KeyError:
            if not name.endswith('/') or name not in self._name_set():
                raise
            return ZipInfo(filename=name)

    @classmethod
    def make(cls, source):
        """An archive of this class from a path, or the given one with its class changed."""
        if isinstance(source, CompleteDirs):
            return source
        if not isinstance(source, ZipFile):
            return cls(source)
        # The names of an archive that is written change.
        source.__class__ = cls if source.mode == 'r' else CompleteDirs
        return source

    @classmethod
    def inject(cls, zf):
        """Writes entries for the directories that an archive's names imply."""
        for name in cls._implied_dirs(zf.namelist()):
            zf.writestr(name, b'')
        return zf


class FastLookup(CompleteDirs):
    """The same with names that are looked up once."""

    def namelist(self):
        found = self.__dict__.get('_names')
        if found is None:
            found = self._names = super().namelist()
        return found

    def _name_set(self):
        found = self.__dict__.get('_lookup')
        if found is None:
            found = self._lookup = super()._name_set()
        return found


def _pattern(text, seps='/'):
    """The regular expression of a pattern: * and ? within a name, ** over several, sets in brackets."""
    if any('**' in part and part != '**' for part in text.split(seps)):
        raise ValueError('** must appear alone in a path segment')
    # A star that is all of a part must match something.
    text = seps.join('?*' if part == '*' else part for part in text.split(seps))
    parts = []
    for match in re.finditer(r'(?P<set>\[.*?\])|\*\*|\*|\?|.', text, re.DOTALL):
        token = match[0]
        parts.append(match['set'] or {'**': '.*', '*': '[^/]*', '?': '[^/]'}.get(token) or re.escape(token))
    # Names of directories end in a slash.
    return f'(?s:{"".join(parts)}/?)\\z'


class Path:
    """A place in an archive; root is the archive or where it is, at the name, that of a directory with a slash."""

    def __init__(self, root, at=''):
        self.root = FastLookup.make(root)
        self.at = at

    def __eq__(self, other):
        if self.__class__ is not other.__class__:
            return NotImplemented
        return (self.root, self.at) == (other.root, other.at)

    def __hash__(self):
        return hash((self.root, self.at))

    def __str__(self):
        root = ':zipfile:' if self.root.filename is None else self.root.filename
        return posixpath.join(root, self.at) if self.at else root

    def __repr__(self):
        return f'{self.__class__.__name__}({self.root.filename!r}, {self.at!r})'

    def open(self, mode='r', *args, pwd=None, **kwargs):
        """The file, in text mode with arguments as of TextIOWrapper."""
        if self.is_dir():
            raise IsADirectoryError(self)
        if mode[0] == 'r' and not self.exists():
            raise FileNotFoundError(self)
        stream = self.root.open(self.at, mode[0], pwd=pwd)
        if 'b' in mode:
            if args or kwargs:
                raise ValueError('encoding args invalid for binary operation')
            return stream
        encoding, args = self._encoding(args, kwargs)
        return io.TextIOWrapper(stream, encoding, *args, **kwargs)

    @staticmethod
    def _encoding(args, kwargs):
        given = args[0] if args else kwargs.pop('encoding', None)
        return io.text_encoding(given, 3), args[1:]

    def _base(self):
        return pathlib.PurePosixPath(self.at) if self.at else self.filename

    @property
    def name(self):
        return self._base().name

    @property
    def suffix(self):
        return self._base().suffix

    @property
    def suffixes(self):
        return self._base().suffixes

    @property
    def stem(self):
        return self._base().stem

    @property
    def filename(self):
        """The path as if the archive were a directory."""
        return pathlib.Path(self.root.filename).joinpath(self.at)

    def read_text(self, *args, **kwargs):
        encoding, args = self._encoding(args, kwargs)
        with self.open('r', encoding, *args, **kwargs) as file:
            return file.read()

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def _next(self, at):
        return self.__class__(self.root, at)

    def is_dir(self):
        return not self.at or self.at.endswith('/')

    def is_file(self):
        return self.exists() and not self.is_dir()

    def exists(self):
        return self.at in self.root._name_set()

    def is_symlink(self):
        return stat.S_ISLNK(self.root.getinfo(self.at).external_attr >> 16)

    def iterdir(self):
        """What is in the directory."""
        if not self.is_dir():
            raise ValueError("Can't listdir a file")
        here = self.at.rstrip('/')
        return (self._next(name) for name in self.root.namelist() if posixpath.dirname(name.rstrip('/')) == here)

    def match(self, path_pattern):
        return pathlib.PurePosixPath(self.at).match(path_pattern)

    def glob(self, pattern):
        """Paths below this one that match a pattern."""
        if not pattern:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        matches = re.compile(re.escape(self.at) + _pattern(pattern)).fullmatch
        return (self._next(name) for name in self.root.namelist() if matches(name))

    def rglob(self, pattern):
        return self.glob(f'**/{pattern}')

    def relative_to(self, other, *extra):
        return posixpath.relpath(str(self), str(other.joinpath(*extra)))

    def joinpath(self, *other):
        return self._next(self.root.resolve_dir(posixpath.join(self.at, *other)))

    __truediv__ = joinpath

    @property
    def parent(self):
        if not self.at:
            return self.filename.parent
        above = posixpath.dirname(self.at.rstrip('/'))
        return self._next(above + '/' if above else '')
