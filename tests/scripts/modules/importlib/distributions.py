# Metadata of distributions in directories and archives on sys.path.
import importlib.metadata as metadata
import os
import pathlib
import sys
import tempfile
import zipfile
from importlib.metadata import EntryPoint, EntryPoints, PackageNotFoundError

home = os.path.realpath(tempfile.mkdtemp())
show = lambda x: str(x).replace(home, 'HOME')
info = {
    'METADATA': 'Metadata-Version: 2.1\nName: My.Package\nVersion: 1.2.3\nSummary: It does\nKeywords: one two\nAuthor: Somebody\nClassifier: A :: B\nClassifier: C :: D\n'
                'Requires-Dist: other >= 1.0\nRequires-Dist: more ; extra == "x"\nProvides-Extra: x\n\nA long description.\n\nIn two parts.\n',
    'RECORD': 'mine/__init__.py,sha256=abc,12\nmine/data.txt,,\nMy.Package-1.2.3.dist-info/METADATA,,\nmissing.py,,\n',
    'entry_points.txt': '[console_scripts]\nrun = mine:main\nrun2 = mine.sub:obj.attr [x, y]\n\n[my.group]\n# comment\none = os.path:join\n',
    'top_level.txt': 'mine\n',
    'direct_url.json': '{"url": "file:///x", "dir_info": {"editable": true}}',
}
old = {'PKG-INFO': 'Metadata-Version: 1.0\nName: old-thing\nVersion: 0.1\nDescription: First line\n        second line\n', 'SOURCES.txt': 'old.py\nnot_there.py\n',
       'requires.txt': 'a\nb>1\n\n[x]\nc\n\n[:python_version < "3"]\nd\n\n[y:sys_platform == "win32"]\ne @ url\n'}
for folder, files in ('My.Package-1.2.3.dist-info', info), ('old_thing.egg-info', old):
    os.makedirs(os.path.join(home, folder))
    for name, text in files.items():
        with open(os.path.join(home, folder, name), 'w') as f:
            f.write(text)
os.makedirs(os.path.join(home, 'mine'))
for name in 'mine/__init__.py', 'mine/data.txt', 'old.py':
    with open(os.path.join(home, name), 'w') as f:
        f.write('data of ' + name if name.endswith('txt') else '')
archive = os.path.join(home, 'z.zip')
with zipfile.ZipFile(archive, 'w') as z:
    z.writestr('zipped-3.0.dist-info/METADATA', 'Name: zipped\nVersion: 3.0\n')
    z.writestr('zipped-3.0.dist-info/RECORD', 'zipped.py,,\n')
    z.writestr('zipped.py', 'x = 1')
sys.path[:0] = [home, archive]
mine = lambda names: sorted(n for n in names if n in ('My.Package', 'old-thing', 'zipped'))


def refused(f, *args, **kwargs):
    try:
        print('fine', show(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


for name in 'My.Package', 'my-package', 'MY_PACKAGE', 'old-thing', 'old_thing', 'zipped':
    print(name, metadata.version(name))
refused(metadata.version, 'nothing')
refused(metadata.version, '')
d = metadata.distribution('my.package')
m = d.metadata
print(d.name, d.version, m['name'], m['Summary'], m.get_all('Classifier'), m.get_all('Nope'), m.get_all('Nope', 'd'), 'Author' in m, 'Nope' in m, sorted(set(m)), m.get('Nope', 5))
print(m.json)
print(d.requires, d.origin.url, d.origin.dir_info.editable, d.read_text('top_level.txt'), d.read_text('nothing'))
for f in metadata.files('my-package'):
    print(f, type(f).__name__, f.hash and (f.hash.mode, f.hash.value), f.size, f.name, show(f.locate()), f.dist is not None)
print([f.read_text() for f in metadata.files('my-package') if f.name == 'data.txt'], [f.read_binary() for f in metadata.files('my-package') if f.name == 'data.txt'])
print([str(f) for f in metadata.files('old-thing')], metadata.requires('old-thing'), metadata.metadata('old-thing').json, metadata.requires('zipped'))
print([str(f) for f in metadata.files('zipped')], metadata.files('zipped')[0].read_text() if metadata.files('zipped') else '')
print(mine(x.name for x in metadata.distributions()), sorted(x.name for x in metadata.distributions(name='zipped')), [x.name for x in metadata.distributions(path=[archive])])
eps = metadata.entry_points()
print({'my.group', 'console_scripts'} <= eps.groups, {'run', 'one'} <= eps.names, len(eps.select(group='my.group')), eps['one'])
for e in sorted(metadata.distribution('my-package').entry_points.select(group='console_scripts')):
    print(e, e.name, e.value, e.group, e.module, e.attr, e.extras, e.dist.name)
e, = metadata.entry_points(name='one')
print(e.load() is os.path.join, e == EntryPoint('one', 'os.path:join', 'my.group'), hash(e) == hash(EntryPoint('one', 'os.path:join', 'my.group')), e.matches(attr='join'), e.matches(module='x'))
refused(eps.__getitem__, 'nope')
refused(setattr, e, 'name', 'x')
refused(EntryPoint('x', 'no_such_module_here', 'g').load)
print({k: v for k, v in metadata.packages_distributions().items() if mine(v)})
print(metadata.PathDistribution(pathlib.Path(home, 'old_thing.egg-info')).version, metadata.Distribution.at(os.path.join(home, 'old_thing.egg-info')).name)
print(PackageNotFoundError('x').name, str(PackageNotFoundError('x')), PackageNotFoundError.__mro__[1].__name__, isinstance(eps, tuple), type(eps.select(name='x')) is EntryPoints)
import shutil
shutil.rmtree(home)
