# Files to archives and back; filters and what they refuse.
import io
import os
import tarfile
import tempfile
from tarfile import TarInfo

os.umask(0o022)


def refused(f, *args, **kwargs):
    try:
        print('fine', f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, str(e).replace(home, 'HOME'))


def tree(top):
    for folder, dirs, files in sorted(os.walk(top)):
        for name in sorted(dirs + files):
            path = os.path.join(folder, name)
            status = os.lstat(path)
            kind = os.readlink(path) if os.path.islink(path) else 'dir' if os.path.isdir(path) else status.st_size
            mode = oct(status.st_mode & 0o7777) if not os.path.islink(path) else ''
            print('  ', os.path.relpath(path, top), kind, mode, int(status.st_mtime) if status.st_mtime < 1.1e9 else 'now')


home = os.path.realpath(tempfile.mkdtemp())
os.chdir(home)
os.makedirs('in/sub/deep')
for name, mode in ('in/a.txt', 0o644), ('in/run.sh', 0o755), ('in/sub/secret', 0o600), ('in/sub/deep/x', 0o666):
    with open(name, 'w') as f:
        f.write(name)
    os.chmod(name, mode)
os.link('in/a.txt', 'in/zhard')
os.symlink('a.txt', 'in/soft')
os.symlink('nowhere', 'in/broken')
os.mkfifo('in/pipe')
for folder, dirs, files in os.walk('in', topdown=False):
    for name in files:
        if not os.path.islink(os.path.join(folder, name)):
            os.utime(os.path.join(folder, name), (10 ** 9, 10 ** 9))
    os.utime(folder, (10 ** 9 + 5, 10 ** 9 + 5))


def only(t):
    print('  filter', t.name, t.size, t.type)
    t.uid = t.gid = 0
    t.uname = t.gname = ''
    return None if t.name.endswith('deep') else t


with tarfile.open('a.tar.gz', 'w:gz') as t:
    t.add('in')
    t.add('in/a.txt', 'other/name.txt')
    t.add('in/sub', 'filtered', filter=only)
    t.add('in', 'flat', recursive=False)
    t.add('a.tar.gz')
    with open('in/run.sh', 'rb') as f:
        print(t.gettarinfo(fileobj=f).name, t.gettarinfo('in/run.sh', '/abs/run').name)
with tarfile.open('a.tar.gz') as t:
    print([(m.name, m.type, m.linkname) for m in t])
    for name in 'data', 'tar', 'fully_trusted':
        members = [m for m in t if not m.isfifo()] if name == 'data' else None
        t.extractall('out_' + name, members, filter=name)
        print(name)
        tree('out_' + name)
    refused(t.extractall, 'out_fifo')
    t.extract('in/sub/secret', 'single')
    t.extract(t.getmember('in/run.sh'), 'single', set_attrs=False)
    print(sorted(os.listdir('single/in')))
    refused(t.extractall, 'x', filter='nothing')
    refused(t.extract, 'nothing')


def archive(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as t:
        for name, values in members:
            m = TarInfo(name)
            for key, value in values.items():
                if key != 'data':
                    setattr(m, key, value)
            m.size = len(values.get('data', b''))
            t.addfile(m, io.BytesIO(values.get('data', b'')))
    return tarfile.open(fileobj=io.BytesIO(out.getvalue()))


sym, lnk = {'type': tarfile.SYMTYPE}, {'type': tarfile.LNKTYPE}
for i, members in enumerate([[('/abs/file', {'data': b'x'})], [('../up', {'data': b'x'})], [('a/../../up', {'data': b'x'})], [('a/../b', {'data': b'x'})],
                             [('l', {**sym, 'linkname': '/etc/passwd'})], [('l', {**sym, 'linkname': '../x'})], [('d/l', {**sym, 'linkname': '../x'})],
                             [('l', {**sym, 'linkname': 'a//b/../c'})], [('h', {**lnk, 'linkname': '../x'})], [('.', {**sym, 'linkname': 'x'})],
                             [('dev', {'type': tarfile.CHRTYPE})], [('suid', {'mode': 0o6777, 'data': b'x'})], [('ro', {'mode': 0o444, 'data': b'x'})],
                             [('x', {'mode': 0o077, 'data': b'x'})], [('d', {'type': tarfile.DIRTYPE, 'mode': 0o777})], [('odd', {'type': b'Z', 'data': b'odd'})],
                             [('s', {**sym, 'linkname': '.'}), ('s/../../e', {'data': b'x'})], [('t', {'data': b't'}), ('h', {**lnk, 'linkname': 't'})],
                             [('missing', {**lnk, 'linkname': 'nowhere'})]]):
    for name in 'data', 'tar':
        with archive(*members) as t:
            where = os.path.join(home, 'f', f'{i}{name}', 'inner')
            try:
                t.extractall(where, filter=name)
            except Exception as e:
                print(i, name, type(e).__name__, str(e).replace(home, 'HOME'))
            else:
                print(i, name, sorted(os.listdir(os.path.dirname(where))))
                for m in t:
                    path = os.path.join(where, m.name.lstrip('/'))
                    if os.path.lexists(path):
                        print('  ', m.name, oct(os.lstat(path).st_mode & 0o7777) if not os.path.islink(path) else os.readlink(path))
for level in 0, 1, 2:
    t = archive(('../up', {'data': b'x'}), ('fine', {'data': b'f'}))
    t.errorlevel = level
    refused(t.extractall, f'level{level}')
    print(level, os.path.exists(f'level{level}/fine'))


class Mine(tarfile.TarFile):
    extraction_filter = staticmethod(lambda member, path: member.replace(name='renamed', deep=False) if member.name == 'n' else None)


with tarfile.open('m.tar', 'w') as t:
    for name in 'n', 'o':
        t.addfile(TarInfo(name))
with Mine.open('m.tar') as t:
    t.extractall('mine')
    print(os.listdir('mine'), type(t).__name__)
sparse = TarInfo('sparse')
print([type(e).__mro__[1].__name__ for e in (tarfile.AbsolutePathError(sparse), tarfile.LinkFallbackError(sparse, 'x'), tarfile.HeaderError())])
os.chdir('/')
import shutil
shutil.rmtree(home)
