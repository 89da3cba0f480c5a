# Files that come with packages: in directories, several directories, archives, and by readers.
import importlib
import io
import os
import pathlib
import sys
import tempfile
import zipfile
from importlib import resources
from importlib.readers import MultiplexedPath
from importlib.resources.abc import ResourceReader, Traversable, TraversableResources

home = os.path.realpath(tempfile.mkdtemp())
show = lambda x: str(x).replace(home, 'HOME')
for name, text in {'one/pkg/__init__.py': '', 'one/pkg/text.txt': 'text \u00e9', 'one/pkg/sub/deep.bin': 'deep', 'one/pkg/mod.py': 'from importlib import resources\nmine = resources.files()\n',
                   'one/space/a.txt': 'a', 'two/space/b.txt': 'b', 'two/space/sub/c.txt': 'c', 'one/space/sub/d.txt': 'd'}.items():
    path = pathlib.Path(home, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding='utf-8')
with zipfile.ZipFile(os.path.join(home, 'z.zip'), 'w') as z:
    for name, text in {'zpkg/__init__.py': '', 'zpkg/z.txt': 'zipped', 'zpkg/in/i.txt': 'inner'}.items():
        z.writestr(name, text)
sys.path[:0] = [os.path.join(home, p) for p in ('one', 'two', 'z.zip')]


def refused(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print('fine', show(r))
    except Exception as e:
        print(type(e).__name__)


import pkg.mod
f = resources.files('pkg')
print(show(f), show(resources.files(pkg)), show(resources.files(pkg.mod)), show(pkg.mod.mine), isinstance(f, Traversable))
print(f.joinpath('text.txt').read_text(encoding='utf-8'), (f / 'sub' / 'deep.bin').read_bytes(), sorted(p.name for p in f.iterdir() if p.name != '__pycache__'))
print(resources.read_text('pkg', 'text.txt'), resources.read_binary('pkg', 'sub', 'deep.bin'), resources.open_text(pkg, 'text.txt').read(), resources.open_binary(pkg, 'text.txt').read())
print(resources.is_resource('pkg', 'text.txt'), resources.is_resource('pkg', 'sub'), resources.is_resource('pkg', 'nope'), resources.read_text('pkg', 'sub', 'deep.bin', encoding='ascii'))
with resources.path('pkg', 'text.txt') as p, resources.as_file(f / 'sub') as folder:
    print(show(p), show(folder), os.listdir(folder))
refused(resources.read_text, 'pkg', 'nope')
refused(resources.read_text, 'pkg', 'sub', 'deep.bin')
refused(resources.read_text, 'nope', 'x')
refused(resources.read_text, None, 'x')
refused(resources.read_binary, 'pkg', 'sub')
s = resources.files('space')
print(type(s).__name__, sorted(p.name for p in s.iterdir()), sorted(p.name for p in s.joinpath('sub').iterdir()), s.joinpath('sub', 'c.txt').read_text(), (s / 'a.txt').read_text(), s.is_dir(), s.is_file(),
      s.name, s.joinpath('nope').exists())
refused(s.read_text)
refused(MultiplexedPath)
refused(MultiplexedPath, pathlib.Path(home, 'one/pkg/text.txt'))
import zpkg
z = resources.files('zpkg')
print(sorted(p.name for p in z.iterdir()), (z / 'z.txt').read_text(), z.joinpath('in/i.txt').read_text(encoding='utf-8'), resources.read_binary('zpkg', 'in', 'i.txt'), resources.is_resource('zpkg', 'in'))
with resources.as_file(z / 'in') as folder:
    print(folder.is_dir(), [p.read_text() for p in folder.iterdir()])
print(folder.exists())


class Reader(TraversableResources):
    def files(self):
        return pathlib.Path(home, 'one', 'pkg')


print(Reader().open_resource('text.txt').read(), Reader().is_resource('sub'), sorted(n for n in Reader().contents() if n != '__pycache__'))
refused(Reader().resource_path, 'x')
refused(ResourceReader)


class Names(ResourceReader):
    def open_resource(self, resource):
        if resource != 'only':
            raise FileNotFoundError(resource)
        return io.BytesIO(b'by name')

    def resource_path(self, resource):
        raise FileNotFoundError

    def is_resource(self, path):
        return path == 'only'

    def contents(self):
        return ['only', 'folder']


import types
from importlib.machinery import ModuleSpec


class Loader:
    def get_resource_reader(self, name):
        return Names()


m = types.ModuleType('made')
m.__spec__ = ModuleSpec('made', Loader(), is_package=True)
m.__path__ = []
print(resources.read_binary(m, 'only'), resources.is_resource(m, 'only'), resources.is_resource(m, 'x'))
with resources.as_file(resources.files(m) / 'only') as p:
    print(p.read_bytes())
import shutil
shutil.rmtree(home)
