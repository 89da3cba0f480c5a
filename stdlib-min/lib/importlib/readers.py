"""Readers of the resources of packages: in directories, archives, and several directories that are one package."""

import pathlib
import re

from importlib.resources import abc

__all__ = ['FileReader', 'ZipReader', 'MultiplexedPath', 'NamespaceReader']


class FileReader(abc.TraversableResources):
    """Resources beside the file of a module."""

    def __init__(self, loader):
        self.path = pathlib.Path(loader.path).parent

    def resource_path(self, resource):
        """The path itself: no copy is needed."""
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path


class ZipReader(abc.TraversableResources):
    """Resources in an archive that a zipimporter loads a module from."""

    def __init__(self, loader, module):
        self.prefix = loader.prefix
        if loader.is_package(module):
            self.prefix += module.rpartition('.')[2] + '/'
        self.archive = loader.archive

    def open_resource(self, resource):
        try:
            return super().open_resource(resource)
        except KeyError as e:
            raise FileNotFoundError(e.args[0]) from e

    def is_resource(self, path):
        target = self.files().joinpath(path)
        return target.is_file() and target.exists()

    def files(self):
        import zipfile
        return zipfile.Path(self.archive, self.prefix)


class MultiplexedPath(abc.Traversable):
    """Directories that together are one, as those of a namespace package are."""

    def __init__(self, *paths):
        self._paths = [pathlib.Path(p) if isinstance(p, str) else p for p in dict.fromkeys(paths)]
        if not self._paths:
            raise FileNotFoundError('MultiplexedPath must contain at least one path')
        if not all(path.is_dir() for path in self._paths):
            raise NotADirectoryError('MultiplexedPath only supports directories')

    def iterdir(self):
        groups = {}
        for path in self._paths:
            for child in path.iterdir():
                groups.setdefault(child.name, []).append(child)
        for _, children in sorted(groups.items()):
            if len(children) > 1 and all(child.is_dir() for child in children):
                yield MultiplexedPath(*children)
            else:
                yield children[0]

    def read_bytes(self):
        raise FileNotFoundError(f'{self} is not a file')

    def read_text(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def joinpath(self, *descendants):
        try:
            return super().joinpath(*descendants)
        except abc.TraversalError:
            # Something that is not there.
            return self._paths[0].joinpath(*descendants)

    __truediv__ = joinpath

    def open(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    @property
    def name(self):
        return self._paths[0].name

    def __repr__(self):
        places = ', '.join(f"'{path}'" for path in self._paths)
        return f'MultiplexedPath({places})'


def place(path):
    """The directory of an entry of a package's __path__, which may be within an archive; None if there is none."""
    directory = pathlib.Path(path)
    if directory.is_dir():
        return directory
    import zipfile
    for slash in reversed(list(re.finditer('/', path))):
        archive = path[:slash.start()]
        if zipfile.is_zipfile(archive):
            inside = zipfile.Path(archive, path[slash.end():].strip('/') + '/')
            return inside if inside.is_dir() else None
    return None


class NamespaceReader(abc.TraversableResources):
    """Resources of a namespace package, from its __path__."""

    def __init__(self, namespace_path):
        if isinstance(namespace_path, str):
            raise ValueError('Invalid path')
        self.path = MultiplexedPath(*filter(None, map(place, namespace_path)))

    def resource_path(self, resource):
        """The path itself: no copy is needed."""
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path
