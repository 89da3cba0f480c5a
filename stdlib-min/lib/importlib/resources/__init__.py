"""Files that come with packages."""

import contextlib
import pathlib
import sys
import types
import warnings
from importlib import import_module, readers

from . import abc

__all__ = ['Package', 'Anchor', 'Resource', 'as_file', 'files', 'contents', 'is_resource', 'open_binary', 'open_text',
           'path', 'read_binary', 'read_text', 'ResourceReader']

Package = types.ModuleType | str
Anchor = Package
Resource = str
ResourceReader = abc.ResourceReader


_missing = object()


def files(anchor=None, *, package=_missing):
    """The directory of a package, or of the package that a module is in; without one, of who asks.

    A path or something like one. `package` is the old name of the argument.
    """
    if package is not _missing:
        warnings.warn("First parameter to files is renamed to 'anchor'", DeprecationWarning, stacklevel=2)
        anchor = package
    if anchor is None:
        anchor = sys._getframe(1).f_globals['__name__']
    return _directory(import_module(anchor) if isinstance(anchor, str) else anchor)


def _directory(module):
    spec = module.__spec__
    loader = getattr(spec, 'loader', None)
    if (get_reader := getattr(loader, 'get_resource_reader', None)) is not None:
        reader = get_reader(spec.name)
        if reader is not None and hasattr(reader, 'files'):
            return reader.files()
        if reader is not None:
            return _ReaderDirectory(reader)
    places = getattr(spec, 'submodule_search_locations', None) or getattr(module, '__path__', None)
    if places is not None:
        found = [p for p in map(readers.place, places) if p is not None]
        return found[0] if len(found) == 1 else readers.MultiplexedPath(*found)
    file = getattr(module, '__file__', None) or spec.origin
    return pathlib.Path(file).parent


class _ReaderDirectory(abc.Traversable):
    """The files of a reader that knows names only."""

    def __init__(self, reader):
        self._reader = reader

    name = ''

    def iterdir(self):
        return (_ReaderFile(self._reader, name) for name in self._reader.contents()
                if self._reader.is_resource(name))

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def joinpath(self, *descendants):
        return _ReaderFile(self._reader, '/'.join(descendants)) if descendants else self

    __truediv__ = joinpath

    def open(self, *args, **kwargs):
        raise IsADirectoryError


class _ReaderFile(abc.Traversable):
    """One file of such a reader."""

    name = ''

    def __init__(self, reader, name):
        self._reader = reader
        self.name = name

    def iterdir(self):
        return iter(())

    def is_dir(self):
        # A reader knows files only, but their names may tell of directories.
        try:
            return any(name.startswith(f'{self.name}/') for name in self._reader.contents())
        except FileNotFoundError:
            return False

    def is_file(self):
        return self._reader.is_resource(self.name)

    def open(self, mode='r', *args, **kwargs):
        import io
        stream = self._reader.open_resource(self.name)
        return io.TextIOWrapper(stream, *args, **kwargs) if 'b' not in mode else stream


@contextlib.contextmanager
def as_file(path):
    """A path in the file system, of a copy if need be, for the time of a block."""
    if isinstance(path, pathlib.Path):
        yield path
        return
    import shutil
    import tempfile
    home = pathlib.Path(tempfile.mkdtemp())
    try:
        yield _copy(path, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _copy(source, home):
    target = home / (source.name or 'resources')
    if source.is_dir():
        target.mkdir()
        for child in source.iterdir():
            _copy(child, target)
    else:
        target.write_bytes(source.read_bytes())
    return target


def _resource(anchor, names):
    if not isinstance(anchor, (str, types.ModuleType)):
        raise TypeError(f'expected a module or its name, not {type(anchor).__name__}')
    return _directory(import_module(anchor) if isinstance(anchor, str) else anchor).joinpath(*names)


def _text_options(names, encoding):
    # Several names leave the encoding open to doubt, so it must be said.
    if encoding is None and len(names) > 1:
        raise TypeError("'encoding' argument required for multiple path names")
    return 'utf-8' if encoding is None else encoding


def open_binary(anchor, *path_names):
    return _resource(anchor, path_names).open('rb')


def open_text(anchor, *path_names, encoding=None, errors='strict'):
    return _resource(anchor, path_names).open('r', encoding=_text_options(path_names, encoding), errors=errors)


def read_binary(anchor, *path_names):
    return _resource(anchor, path_names).read_bytes()


def read_text(anchor, *path_names, encoding=None, errors='strict'):
    with open_text(anchor, *path_names, encoding=_text_options(path_names, encoding), errors=errors) as file:
        return file.read()


def path(anchor, *path_names):
    """A context manager with a path in the file system."""
    return as_file(_resource(anchor, path_names))


def is_resource(anchor, *path_names):
    """Whether there is such a file."""
    return _resource(anchor, path_names).is_file()


def contents(anchor, *path_names):
    """Names of what is in a directory."""
    warnings.warn('contents is deprecated. Use files(anchor).iterdir() instead.', DeprecationWarning, stacklevel=2)
    return (child.name for child in _resource(anchor, path_names).iterdir())
