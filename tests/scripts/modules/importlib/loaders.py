# What `__loader__` and `__spec__` of modules are
import importlib
import importlib.machinery as machinery
import importlib.util
import math
import os
import sys
import tempfile
import types

print(type(__loader__), __spec__, sorted(vars(__loader__)), vars(__loader__)['name'])
print(__loader__.path == __file__, __loader__.get_filename() == __file__, __loader__.is_package('__main__'))
print(__loader__.get_source('__main__').splitlines()[0])
print(__loader__.get_code('__main__').co_name, __loader__.get_data(__file__)[:6])
print(__loader__ == machinery.SourceFileLoader('__main__', __file__), __loader__ == machinery.SourceFileLoader('x', __file__))
print(hash(__loader__) == hash(machinery.SourceFileLoader('__main__', __file__)), __loader__ != 5)
try:
    __loader__.get_source('other')
except ImportError as e:
    print(e, e.name)
print(sorted(__loader__.path_stats(__file__)))
for m in sys, math:
    print(m.__loader__, m.__spec__, m.__spec__.loader is m.__loader__, m)
print(sys.__loader__ is machinery.BuiltinImporter, sys.__loader__.is_package('sys'), sys.__loader__.get_source('sys'))
for f in sys.__loader__.get_code, sys.__loader__.is_package, machinery.FrozenImporter.get_code:
    try:
        f('no_such')
    except ImportError as e:
        print(e)
print(machinery.BuiltinImporter.find_spec('math'), machinery.BuiltinImporter.find_spec('no_such'))
print(importlib.util.find_spec('os').origin, importlib.import_module('os').__loader__)
for c in machinery.SourceFileLoader, machinery.BuiltinImporter, machinery.FrozenImporter, machinery.NamespaceLoader:
    print(c.__module__, c.__name__)

with tempfile.TemporaryDirectory() as top:
    os.makedirs(f'{top}/pack/inner')
    os.makedirs(f'{top}/space')
    for name, text in ('pack/__init__', 'x = 1'), ('pack/mod', 'y = __loader__.name'), ('space/one', 'z = 3'):
        with open(f'{top}/{name}.py', 'w') as file:
            file.write(text)
    sys.path.insert(0, top)
    import pack.mod
    import pack.inner
    import space.one
    show = lambda *a: print(*(str(x).replace(top, 'TOP').split(' object at')[0] for x in a))
    for m in pack, pack.mod, pack.inner, space, space.one:
        show(m.__name__, type(m.__loader__), m.__spec__.name, m.__spec__.parent, m.__spec__.origin, m.__spec__.loader is m.__loader__, m)
    print(pack.mod.y, pack.__loader__.is_package('pack'), pack.mod.__loader__.is_package('pack.mod'))
    print(pack.inner.__loader__.is_package('x'), repr(pack.inner.__loader__.get_source('x')))

    class Loud(machinery.SourceFileLoader):
        def source_to_code(self, data, path, **options):
            return super().source_to_code(data.replace(b'3', b'33'), path)

    spec = importlib.util.spec_from_file_location('one2', f'{top}/space/one.py', loader=Loud('one2', f'{top}/space/one.py'))
    m = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(m)
    print(m.z, type(m.__loader__).__name__)
    print(machinery.SourceFileLoader('one3', f'{top}/space/one.py').load_module('one3').z)
    print(importlib.reload(pack.mod).y)
    sys.path[0] = ''
    os.chdir(top)
    import space
    del sys.modules['space'], sys.modules['space.one']
    import space.one
    print(os.path.isabs(space.one.__file__), os.path.isabs(list(space.__path__)[0]))
    os.chdir('/')
print(isinstance(types.ModuleType('m').__loader__, type(None)))
