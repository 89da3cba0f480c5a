# Archives of directories made and unpacked, formats registered.
import os
import shutil
import tempfile


def refused(f, *args, **kwargs):
    try:
        print('fine', f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, str(e).replace(home, 'HOME'))


home = os.path.realpath(tempfile.mkdtemp())
os.chdir(home)
os.makedirs('tree/sub/empty')
for name in 'tree/a.txt', 'tree/sub/b.txt':
    with open(name, 'w') as f:
        f.write(name * 50)
print([n for n, _ in shutil.get_archive_formats() if n != 'zstdtar'], [n[:2] for n in shutil.get_unpack_formats() if n[0] != 'zstdtar'])
for format in 'tar', 'gztar', 'bztar', 'zip':
    for options in {}, {'root_dir': 'tree'}, {'root_dir': '.', 'base_dir': 'tree'}, {'base_dir': 'tree/sub'}, {'root_dir': os.path.join(home, 'tree'), 'base_dir': 'sub'}:
        base = f'made/{format}{len(options)}{options.get("base_dir", "")[-3:].strip("/")}'
        if not options:
            options = {'base_dir': 'tree'}
        made = shutil.make_archive(base, format, **options)
        print(made.replace(home, 'HOME'))
        where = made + '.out'
        shutil.unpack_archive(made, where)
        print(sorted(os.path.relpath(os.path.join(d, f), where) for d, ds, fs in os.walk(where) for f in ds + fs))
print(shutil.make_archive('dry/run', 'zip', dry_run=True), os.path.exists('dry'))
refused(shutil.make_archive, 'x', 'nothing')
refused(shutil.make_archive, 'x', 'tar', 'missing')
refused(shutil.make_archive, 'x', 'tar', 'tree/a.txt')
refused(shutil.unpack_archive, 'tree/a.txt')
refused(shutil.unpack_archive, 'tree/a.txt', format='nothing')
refused(shutil.unpack_archive, 'tree/a.txt', format='zip')
refused(shutil.unpack_archive, 'tree/a.txt', format='tar')
refused(shutil.register_archive_format, 'mine', 5)
refused(shutil.register_archive_format, 'mine', print, 5)
refused(shutil.register_archive_format, 'mine', print, [5])
refused(shutil.register_unpack_format, 'mine', ['.zip'], print)
refused(shutil.register_unpack_format, 'mine', ['.mine'], 5)


def make(base_name, base_dir, **kwargs):
    print('making', os.path.basename(base_name), base_dir, os.getcwd().replace(home, 'HOME'), sorted(kwargs))
    return base_name + '.mine'


def unpack(name, where, **kwargs):
    print('unpacking', name, where, kwargs)


shutil.register_archive_format('mine', make, [('level', 5)], 'My own')
shutil.register_unpack_format('mine', ['.mine'], unpack, [('a', 1)], 'My own')
print(shutil.make_archive('z', 'mine', 'tree', 'sub').replace(home, 'HOME'), ('mine', 'My own') in shutil.get_archive_formats())
shutil.unpack_archive('x.mine', 'out', filter='data')
print(os.getcwd() == home)
shutil.unregister_archive_format('mine')
shutil.unregister_unpack_format('mine')
refused(shutil.make_archive, 'z', 'mine')
print(shutil.ReadError.__mro__[1].__name__, shutil.RegistryError.__mro__[1].__name__)
os.chdir('/')
shutil.rmtree(home)
