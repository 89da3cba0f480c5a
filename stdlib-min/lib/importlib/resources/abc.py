"""What readers of resources can do."""

import abc
import pathlib
from typing import Protocol, runtime_checkable

__all__ = ['ResourceReader', 'Traversable', 'TraversableResources', 'TraversalError']


class ResourceReader(metaclass=abc.ABCMeta):
    """Files of one package by name."""

    @abc.abstractmethod
    def open_resource(self, resource):
        """A binary file; FileNotFoundError."""
        raise FileNotFoundError

    @abc.abstractmethod
    def resource_path(self, resource):
        """A path in the file system; FileNotFoundError if there is none."""
        raise FileNotFoundError

    @abc.abstractmethod
    def is_resource(self, path):
        """Whether a name is a file."""
        raise FileNotFoundError

    @abc.abstractmethod
    def contents(self):
        """All names."""
        raise FileNotFoundError


class TraversalError(Exception):
    """There is no such file or directory."""


@runtime_checkable
class Traversable(Protocol):
    """A file or directory, with a part of what pathlib.Path can do."""

    @abc.abstractmethod
    def iterdir(self):
        """What is in a directory."""

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None):
        with self.open(encoding=encoding, errors=errors) as file:
            return file.read()

    @abc.abstractmethod
    def is_dir(self):
        """Whether it is a directory."""

    @abc.abstractmethod
    def is_file(self):
        """Whether it is a file."""

    def joinpath(self, *descendants):
        if not descendants:
            return self
        names = [part for d in descendants for part in pathlib.PurePosixPath(d).parts]
        first, *rest = names
        for child in self.iterdir():
            if child.name == first:
                return child.joinpath(*rest)
        raise TraversalError('Target not found during traversal.', first, list(rest))

    def __truediv__(self, child):
        return self.joinpath(child)

    @abc.abstractmethod
    def open(self, mode='r', *args, **kwargs):
        """A file, text or binary."""

    @property
    @abc.abstractmethod
    def name(self):
        """The name without what is before it."""


class TraversableResources(ResourceReader):
    """A reader that gives a Traversable."""

    @abc.abstractmethod
    def files(self):
        """The directory of the package."""

    def open_resource(self, resource):
        return self.files().joinpath(resource).open('rb')

    def resource_path(self, resource):
        raise FileNotFoundError(resource)

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def contents(self):
        return (item.name for item in self.files().iterdir())

