"""Abstract bases of finders and loaders."""

import abc


class MetaPathFinder(abc.ABC):
    """Finds modules for `sys.meta_path`."""

    def invalidate_caches(self):
        """Forget what was remembered."""


class PathEntryFinder(abc.ABC):
    """Finds modules in one entry of a path."""

    def invalidate_caches(self):
        """Forget what was remembered."""


class Loader(abc.ABC):
    """Makes and runs modules."""

    def create_module(self, spec):
        """None: a module as usual."""
        return None


class InspectLoader(Loader):
    """A loader that can show a module's source."""

    @abc.abstractmethod
    def get_source(self, fullname):
        """The source as text."""
        raise ImportError
