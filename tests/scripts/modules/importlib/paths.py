# Paths of sources, finders and loaders, abstract bases.
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import tempfile

top = tempfile.mkdtemp()
os.makedirs(f'{top}/pack/inner')
for name in ('pack/__init__', 'pack/inner/__init__', 'single'):
    with open(f'{top}/{name}.py', 'w') as f:
        f.write(f'value = {name!r}\n')
finder = importlib.machinery.FileFinder(top, (importlib.machinery.SourceFileLoader, ['.py']))
for name in ('pack', 'single', 'missing', 'x.single'):
    spec = finder.find_spec(name)
    if spec is None:
        print(name, None)
        continue
    where = spec.submodule_search_locations
    print(spec.name, spec.origin.removeprefix(top), [p.removeprefix(top) for p in where] if where else where,
          type(spec.loader).__name__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    print(module.value, module.__name__)
print(repr(finder).replace(top, ''))
hook = importlib.machinery.FileFinder.path_hook((importlib.machinery.SourceFileLoader, ['.py']))
print(hook(top).path == top)
try:
    hook(f'{top}/single.py')
except ImportError as e:
    print(e)
print(importlib.util.decode_source(b'a = 1\r\nb = 2\r'), ascii(importlib.util.decode_source(b'# coding: latin-1\n"\xe4"')))
try:
    importlib.util.find_spec('sys.nothing')
except ModuleNotFoundError as e:
    print(e, e.name)
loader = importlib.machinery.SourceFileLoader('single', f'{top}/single.py')
for base in (importlib.abc.Loader, importlib.abc.InspectLoader, importlib.abc.ExecutionLoader, importlib.abc.FileLoader,
             importlib.abc.SourceLoader, importlib.abc.ResourceLoader, importlib.abc.PathEntryFinder):
    print(base.__name__, isinstance(loader, base), isinstance(finder, base))


class Text(importlib.abc.InspectLoader):
    def get_source(self, fullname):
        return 'a = 41 + 1\n'


module = importlib.util.module_from_spec(importlib.util.spec_from_loader('text', Text(), origin='here', is_package=False))
module.__spec__.loader.exec_module(module)
print(module.a, module.__spec__.origin)


class Bytes(importlib.abc.SourceLoader):
    def get_data(self, path):
        return f'where = {path!r}\n'.encode()

    def get_filename(self, fullname):
        return f'<{fullname}>'


spec = importlib.util.spec_from_loader('some', Bytes(), is_package=False)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.where, spec.loader.get_source('some'))
print([type(f()) for f in (sys._jit.is_available, sys._jit.is_enabled, sys._jit.is_active)], sys._jit.__name__)
