"""Loaders and what finders look for."""

import os
import sys
from _frozen_importlib import BuiltinImporter, FrozenImporter, ModuleSpec
from _frozen_importlib_external import NamespaceLoader, SourceFileLoader
from _loaders import load_module

SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.pyc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = []


def all_suffixes():
    """The suffixes of files that hold modules."""
    return SOURCE_SUFFIXES + EXTENSION_SUFFIXES


class _Loader:
    def create_module(self, spec):
        """None: a module as usual."""
        return None

    load_module = load_module


class SourcelessFileLoader(_Loader):
    """Loads bytecode files: there are none."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_code(self, fullname=None):
        """There is no bytecode that could be read."""
        raise ImportError(f'bytecode files cannot be loaded: {self.path!r}', name=self.name,
                          path=self.path)

    def get_source(self, fullname=None):
        """None: the source is not known."""
        return None

    def exec_module(self, module):
        """As get_code."""
        self.get_code(module.__name__)


class ExtensionFileLoader(_Loader):
    """Loads extension modules of CPython: impossible here."""

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def create_module(self, spec):
        """An ImportError."""
        raise ImportError(f'extension modules cannot be loaded: {self.path!r}', name=self.name,
                          path=self.path)

    def get_code(self, fullname):
        """None: it has no code of Python."""
        return None

    def get_source(self, fullname):
        """None: it has no source of Python."""
        return None

    def get_filename(self, fullname=None):
        """The path of the file."""
        return self.path


class FileFinder:
    """Finds modules in one directory."""

    def __init__(self, path, *loader_details):
        self._loaders = [(suffix, loader) for loader, suffixes in loader_details
                         for suffix in suffixes]
        self.path = os.path.abspath(path or os.curdir)

    @classmethod
    def path_hook(cls, *loader_details):
        """A function for `sys.path_hooks`."""
        def path_hook_for_FileFinder(path):
            if not os.path.isdir(path or os.curdir):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)
        return path_hook_for_FileFinder

    def invalidate_caches(self):
        """Nothing to do: the directory is read at each search."""

    def find_spec(self, fullname, target=None):
        """The specification of a module in the directory, or None."""
        from importlib.util import spec_from_file_location
        leaf = fullname.rpartition('.')[2]
        base = os.path.join(self.path, leaf)
        loaders = self._loaders or [(s, SourceFileLoader) for s in SOURCE_SUFFIXES]
        for suffix, loader in loaders:
            file = os.path.join(base, '__init__' + suffix)
            if os.path.isfile(file):
                return spec_from_file_location(fullname, file, loader=loader(fullname, file),
                                               submodule_search_locations=[base])
        for suffix, loader in loaders:
            if os.path.isfile(base + suffix):
                return spec_from_file_location(fullname, base + suffix,
                                               loader=loader(fullname, base + suffix))
        if os.path.isdir(base):
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    def __repr__(self):
        return f'FileFinder({self.path!r})'


class PathFinder:
    """Finds modules on a path, `sys.path` unless another is given."""

    @staticmethod
    def invalidate_caches():
        """Nothing to do: directories are read at each search."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        """The specification of a module on the path, or None."""
        leaf = fullname.rpartition('.')[2]
        spaces = []
        for directory in sys.path if path is None else path:
            if not isinstance(directory, str):
                continue
            if sys.path_hooks or not os.path.isdir(directory or os.curdir):
                from _import_hooks import from_entry
                found = from_entry(fullname, directory)
                if isinstance(found, str):
                    spaces.append(found)
                elif found is not None:
                    return found
            base = os.path.join(directory or os.getcwd(), leaf)
            for file, package in (os.path.join(base, '__init__.py'), True), (base + '.py', False):
                if os.path.isfile(file):
                    spec = ModuleSpec(fullname, SourceFileLoader(fullname, file), origin=file,
                                      is_package=package)
                    spec.has_location = True
                    if package:
                        spec.submodule_search_locations = [base]
                    return spec
            if os.path.isdir(base):
                spaces.append(base)
        if spaces:
            spec = ModuleSpec(fullname, NamespaceLoader(fullname, spaces, None), is_package=True)
            spec.submodule_search_locations = spaces
            return spec
        return None
