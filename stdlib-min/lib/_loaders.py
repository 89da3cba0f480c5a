"""What the loaders of modules do. Their classes are native, so that every module has its loader from the start; this
module is imported when one of them is asked for something for the first time."""

import os
import sys
from _frozen_importlib import ModuleSpec, embedded_source


def load_module(loader, fullname):
    """Import a module by its loader; for old code."""
    from importlib.util import module_from_spec, spec_from_loader
    module = sys.modules.get(fullname)
    if module is None:
        module = module_from_spec(spec_from_loader(fullname, loader))
        sys.modules[fullname] = module
    loader.exec_module(module)
    return sys.modules[fullname]


class SourceFileLoader:
    """One file of source text."""

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when get_code() returns None')
        exec(code, module.__dict__)

    load_module = load_module

    def _checked(self, fullname):
        if fullname is not None and fullname != self.name:
            raise ImportError(f'loader for {self.name} cannot handle {fullname}', name=fullname)

    def is_package(self, fullname):
        filename = os.path.basename(self.get_filename(fullname))
        return filename.rsplit('.', 1)[0] == '__init__' and fullname.rpartition('.')[2] != '__init__'

    def get_filename(self, fullname=None):
        SourceFileLoader._checked(self, fullname)
        return self.path

    def get_data(self, path):
        import io
        with io.open_code(os.fspath(path)) as file:
            return file.read()

    def get_source(self, fullname=None):
        from importlib.util import decode_source
        path = self.get_filename(fullname)
        try:
            data = self.get_data(path)
        except OSError as e:
            raise ImportError('source not available through get_data()', name=fullname) from e
        return decode_source(data)

    def get_code(self, fullname=None):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, path, 'exec', dont_inherit=True, optimize=_optimize)

    def path_stats(self, path):
        found = os.stat(path)
        return {'mtime': found.st_mtime, 'size': found.st_size}

    def path_mtime(self, path):
        return self.path_stats(path)['mtime']

    def set_data(self, path, data, *, _mode=0o666):
        # Nothing that could not be written is missed: it would have been a cache.
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as file:
                file.write(data)
        except OSError:
            pass


class NamespaceLoader:
    """A package without a file: nothing to run."""

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        return None

    load_module = load_module

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ''

    def get_code(self, fullname):
        return compile('', '<string>', 'exec', dont_inherit=True)


class BuiltinImporter:
    """Modules of native code."""

    def _checked(fullname):
        if fullname not in sys.builtin_module_names:
            raise ImportError(f'{fullname!r} is not a built-in module', name=fullname)

    def find_spec(cls, fullname, path=None, target=None):
        if fullname in sys.builtin_module_names:
            return ModuleSpec(fullname, cls, origin='built-in')
        return None

    def create_module(cls, spec):
        BuiltinImporter._checked(spec.name)
        return __import__(spec.name, fromlist=['*'] if '.' in spec.name else [])

    def exec_module(cls, module):
        return None

    load_module = load_module

    def get_code(cls, fullname):
        BuiltinImporter._checked(fullname)
        return None

    def get_source(cls, fullname):
        BuiltinImporter._checked(fullname)
        return None

    def is_package(cls, fullname):
        BuiltinImporter._checked(fullname)
        return False


class FrozenImporter:
    """Modules of Python code that are part of the interpreter."""

    def _checked(fullname):
        found = embedded_source(fullname)
        if found is None:
            raise ImportError(f'{fullname!r} is not a frozen module', name=fullname)
        return found

    def find_spec(cls, fullname, path=None, target=None):
        found = embedded_source(fullname)
        if found is None:
            return None
        return ModuleSpec(fullname, cls, origin='frozen', is_package=found[1])

    def create_module(cls, spec):
        return None

    def exec_module(cls, module):
        exec(cls.get_code(module.__spec__.name), module.__dict__)

    load_module = load_module

    def get_code(cls, fullname):
        text, package = FrozenImporter._checked(fullname)
        tail = '/__init__.py' if package else '.py'
        return compile(text, '<typhon>/' + fullname.replace('.', '/') + tail, 'exec', dont_inherit=True)

    def get_source(cls, fullname):
        FrozenImporter._checked(fullname)
        return None

    def is_package(cls, fullname):
        return FrozenImporter._checked(fullname)[1]
