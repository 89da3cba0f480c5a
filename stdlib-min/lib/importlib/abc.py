"""Abstract bases of finders and loaders."""

import abc
from importlib import machinery


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

    def load_module(self, fullname):
        """Import the module; for old code."""
        if not hasattr(self, 'exec_module'):
            raise ImportError
        return machinery.load_module(self, fullname)


class InspectLoader(Loader):
    """A loader that can show a module's source."""

    def is_package(self, fullname):
        """Whether the module is a package."""
        raise ImportError

    def get_code(self, fullname):
        """The module's code object; None if it has none."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """The source as text."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path='<string>'):
        """A code object of source text or its bytes."""
        return compile(data, path, 'exec', dont_inherit=True)

    def exec_module(self, module):
        """Run the code in the module's namespace."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when get_code() returns None')
        exec(code, module.__dict__)


class ResourceLoader(Loader):
    """A loader that can read files beside its modules."""

    @abc.abstractmethod
    def get_data(self, path):
        """The bytes of a file."""
        raise OSError


class ExecutionLoader(InspectLoader):
    """A loader whose modules come from files."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """The path of the file."""
        raise ImportError

    def get_code(self, fullname):
        """The module's code object."""
        source = self.get_source(fullname)
        if source is None:
            return None
        try:
            path = self.get_filename(fullname)
        except ImportError:
            return self.source_to_code(source)
        return self.source_to_code(source, path)


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of one module from one file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, fullname=None):
        """The path of the file."""
        return self.path

    def get_data(self, path):
        """The bytes of a file."""
        with open(path, 'rb') as file:
            return file.read()


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of source text: `get_data` and `get_filename` are enough."""

    def path_stats(self, path):
        """What is known of a source file; nothing unless a subclass can tell."""
        raise OSError

    def get_source(self, fullname):
        """The source as text."""
        from importlib.util import decode_source
        path = self.get_filename(fullname)
        try:
            data = self.get_data(path)
        except OSError as e:
            raise ImportError('source not available through get_data()', name=fullname) from e
        return decode_source(data)

    def get_code(self, fullname):
        """The module's code object."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


for _base, *_classes in ((MetaPathFinder, machinery.BuiltinImporter, machinery.FrozenImporter,
                          machinery.PathFinder),
                         (PathEntryFinder, machinery.FileFinder),
                         (InspectLoader, machinery.BuiltinImporter, machinery.FrozenImporter,
                          machinery.NamespaceLoader),
                         (ExecutionLoader, machinery.ExtensionFileLoader),
                         (FileLoader, machinery.SourceFileLoader, machinery.SourcelessFileLoader),
                         (SourceLoader, machinery.SourceFileLoader)):
    for _class in _classes:
        _base.register(_class)
del _base, _class, _classes
