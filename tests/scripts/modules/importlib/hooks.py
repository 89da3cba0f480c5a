# Finders of scripts on sys.meta_path and hooks on sys.path_hooks.
import importlib
import importlib.abc
import importlib.util
import os
import sys
import tempfile
from importlib.machinery import ModuleSpec


class Loader:
    def create_module(self, spec):
        print('create', spec.name)

    def exec_module(self, module):
        print('exec', module.__name__, module.__spec__.name, module.__package__, module.__name__ in sys.modules)
        module.answer = 42
        if module.__name__.endswith('fails'):
            raise ValueError('loader failed')


class Finder:
    def find_spec(self, name, path, target=None):
        if name.startswith('virtual'):
            print('find', name, path)
            if name.endswith('missing'):
                return None
            return ModuleSpec(name, Loader(), is_package='.' not in name)

    def invalidate_caches(self):
        print('invalidated')


class Old:
    """Without find_spec: left out."""


class Mine(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == 'colorsys':
            return importlib.util.spec_from_loader(name, Loader())


sys.meta_path.insert(0, Old())
sys.meta_path.append(Finder())
import virtual
import virtual.child
from virtual import other
print(virtual.answer, virtual.child.answer, other.answer, virtual.__path__, virtual.__spec__.loader is virtual.__loader__)
import virtual
for name in 'virtual.missing', 'virtual.fails', 'virtual.child.grand', 'nowhere':
    try:
        importlib.import_module(name)
    except Exception as e:
        print(type(e).__name__, e, name in sys.modules)
sys.meta_path.insert(0, Mine())
import colorsys
print(colorsys.answer, hasattr(colorsys, 'rgb_to_hls'))
del sys.meta_path[0], sys.modules['colorsys']
import colorsys
print(hasattr(colorsys, 'rgb_to_hls'))
print(importlib.util.find_spec('virtual2').name)
importlib.invalidate_caches()


class Replacing:
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        sys.modules[module.__name__] = 'a str in its place'


class Special:
    def create_module(self, spec):
        return type('M', (type(sys),), {'kind': 'special'})(spec.name)

    def exec_module(self, module):
        pass


class Second:
    def find_spec(self, name, path, target=None):
        loader = {'replaced': Replacing, 'special': Special}.get(name)
        return ModuleSpec(name, loader()) if loader else ModuleSpec(name, None) if name == 'noloader' else None


sys.meta_path.append(Second())
import replaced
import special
print(replaced, type(special).__name__, special.kind)
try:
    import noloader
except ImportError as e:
    print('ImportError', e.name)
with tempfile.TemporaryDirectory() as home:
    entry = os.path.join(home, 'entry.mine')

    def hook(path):
        if not path.endswith('.mine'):
            raise ImportError
        print('hook', os.path.basename(path))
        return EntryFinder()

    class EntryFinder:
        def find_spec(self, name, target=None):
            if name.startswith('hooked'):
                print('entry finder', name)
                return ModuleSpec(name, Loader())

    sys.path_hooks.insert(0, hook)
    sys.path.append(entry)
    import hooked1
    import hooked2
    print(hooked1.answer, hooked2.answer, type(sys.path_importer_cache[entry]).__name__)
    with open(os.path.join(home, 'plain_file.py'), 'w') as f:
        f.write('plain = 1\n')
    sys.path.append(home)
    import plain_file
    print(plain_file.plain)
