# Modules and packages from archives on sys.path, and importers asked directly.
import importlib
import importlib.util
import os
import sys
import tempfile
import traceback
import zipfile
import zipimport

home = os.path.realpath(tempfile.mkdtemp())
archive = os.path.join(home, 'a.zip')
with zipfile.ZipFile(archive, 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('za.py', '"""Doc."""\nimport sys\nvalue = 1\nhere = __name__, __package__\ndef fail():\n    raise ValueError("from the archive")\n')
    z.writestr('zp/__init__.py', 'from . import inner\nname = __name__\n')
    z.writestr('zp/inner.py', 'from .deep import x\nwho = __name__, __package__\n')
    z.writestr('zp/deep/__init__.py', 'x = 5\n')
    z.writestr('zp/data.txt', 'some data')
    z.writestr('zn/part.py', 'part = "a"\n')
    z.writestr('bad.py', 'def (:\n')
    z.writestr('boom.py', '1 / 0\n')
    z.writestr('sub/below.py', 'below = True\n')
    z.writestr('\u00e9.py', '# coding: latin-1\ns = 1\n')
show = lambda s: str(s).replace(home, 'HOME')


def refused(f, *args):
    try:
        print('fine', show(f(*args)))
    except Exception as e:
        print(type(e).__name__, show(e))


sys.path.insert(0, archive)
import za
print(za.value, za.here, show(za.__file__), za.__doc__, type(za.__loader__).__name__, show(za.__spec__.origin), za.__spec__.has_location)
import zp.inner
print(zp.name, zp.inner.who, zp.inner.x, show(zp.__path__), show(zp.deep.__file__), zp.__spec__.submodule_search_locations == zp.__path__)
import zn.part
print(zn.part.part, [show(p) for p in zn.__path__], getattr(zn, '__file__', None))
try:
    za.fail()
except ValueError:
    print(show(traceback.format_exc().splitlines()[-3:-1]))
for name in 'bad', 'boom', 'nothing', 'zp.nothing', 'za.sub':
    try:
        importlib.import_module(name)
    except Exception as e:
        print(name, type(e).__name__, show(e), name in sys.modules)
sys.path.insert(0, os.path.join(archive, 'sub'))
import below
print(below.below, show(below.__file__))
print(importlib.util.find_spec('zp').loader is zp.__loader__ or type(importlib.util.find_spec('zp').loader).__name__, importlib.util.find_spec('nothing_at_all'))
i = zipimport.zipimporter(archive)
print(show(repr(i)), show(i.archive), repr(i.prefix), i.is_package('zp'), i.is_package('za'), show(i.get_filename('zp')), i.get_source('za')[:10])
print(i.get_data('zp/data.txt'), i.get_data(os.path.join(archive, 'zp/data.txt')), i.get_code('za').co_name, i.find_spec('nothing'), i.find_spec('za').name)
j = zipimport.zipimporter(os.path.join(archive, 'zp'))
print(show(repr(j)), j.prefix, j.find_spec('inner') is not None, j.find_spec('za'))
refused(i.get_data, 'nothing')
refused(i.get_source, 'nothing')
refused(i.is_package, 'nothing')
refused(i.get_code, 'bad')
refused(zipimport.zipimporter, '')
refused(zipimport.zipimporter, os.path.join(home, 'missing.zip'))
refused(zipimport.zipimporter, home)
print(zipimport.ZipImportError.__mro__[1].__name__)
with zipfile.ZipFile(archive, 'a') as z:
    z.writestr('late.py', 'late = 1\n')
importlib.invalidate_caches()
import late
print(late.late)
import shutil
shutil.rmtree(home)
