"""Modules from zip archives: what finds them when an archive, or a directory of one, is on sys.path."""

import os
import sys
import types
import zipfile
from importlib.machinery import ModuleSpec
from importlib.util import decode_source

__all__ = ['ZipImportError', 'zipimporter']


class ZipImportError(ImportError):
    """The archive is none, or does not have the module."""


# The names in the archives that were read.
_zip_directory_cache = {}


class zipimporter:
    """Finds and loads modules in an archive, or in a directory of one: ARCHIVE/DIRECTORY."""

    def __init__(self, path):
        if not isinstance(path, str):
            path = os.fsdecode(path)
        if not path:
            raise ZipImportError('archive path is empty', path=path)
        archive, inside = path, []
        while not os.path.isfile(archive):
            head, tail = os.path.split(archive)
            if head == archive or not tail:
                raise ZipImportError('not a Zip file', path=path)
            inside.insert(0, tail)
            archive = head
        try:
            with zipfile.ZipFile(archive) as file:
                names = file.namelist()
        except (OSError, zipfile.BadZipFile):
            raise ZipImportError(f'not a Zip file: {archive!r}', path=archive) from None
        self.archive = archive
        self.prefix = ''.join(part + '/' for part in inside)
        self._files = dict.fromkeys(names)
        _zip_directory_cache[archive] = self._files

    def __repr__(self):
        tail = f'/{self.prefix}' if self.prefix else '/'
        return f'<zipimporter object "{self.archive}{tail}">'

    def _locate(self, fullname):
        """(name in the archive, is package); ZipImportError."""
        stem = self.prefix + fullname.rpartition('.')[2]
        for ending, package in ('/__init__.py', True), ('.py', False):
            if stem + ending in self._files:
                return stem + ending, package
        raise ZipImportError(f"can't find module {fullname!r}", name=fullname)

    def find_spec(self, fullname, target=None, _=None):
        try:
            name, package = self._locate(fullname)
        except ZipImportError:
            folder = self.prefix + fullname.rpartition('.')[2]
            if not any(name.startswith(folder + '/') for name in self._files):
                return None
            # A directory without __init__.py.
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = [f'{self.archive}/{folder}']
            return spec
        spec = ModuleSpec(fullname, self, origin=f'{self.archive}/{name}', is_package=package)
        if package:
            spec.submodule_search_locations = [os.path.dirname(spec.origin)]
        spec.has_location = True
        return spec

    def get_data(self, pathname):
        name = pathname
        if name.startswith(self.archive + os.sep):
            name = name[len(self.archive) + 1:]
        with zipfile.ZipFile(self.archive) as file:
            try:
                return file.read(name)
            except KeyError:
                raise OSError(0, '', name) from None

    def get_filename(self, fullname):
        return f'{self.archive}/{self._locate(fullname)[0]}'

    def is_package(self, fullname):
        return self._locate(fullname)[1]

    def get_source(self, fullname):
        return decode_source(self.get_data(self._locate(fullname)[0]))

    def get_code(self, fullname):
        name, _ = self._locate(fullname)
        return compile(self.get_data(name), f'{self.archive}/{name}', 'exec', dont_inherit=True)

    def get_resource_reader(self, fullname):
        """A reader of the files beside the module."""
        from importlib.readers import ZipReader
        return ZipReader(self, fullname)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname):
        code = self.get_code(fullname)
        module = sys.modules.get(fullname)
        if not isinstance(module, types.ModuleType):
            module = sys.modules[fullname] = types.ModuleType(fullname)
        module.__loader__ = self
        module.__file__ = self.get_filename(fullname)
        if self.is_package(fullname):
            module.__path__ = [os.path.dirname(module.__file__)]
        exec(code, module.__dict__)
        return sys.modules[fullname]

    def invalidate_caches(self):
        """Reads the archive's names again; there are none if it is gone."""
        try:
            self.__init__(self.archive + ('/' + self.prefix.rstrip('/') if self.prefix else ''))
        except ZipImportError:
            _zip_directory_cache.pop(self.archive, None)
            self._files = {}
