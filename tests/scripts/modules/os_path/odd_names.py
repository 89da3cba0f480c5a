"""Names that no file can have: surrogates, null characters; truth values as descriptors."""
import io
import os
import warnings


def access(name):
    return os.access(name, 0)


for f in (os.stat, os.path.getsize, os.listdir, open, os.path.exists, os.remove, os.mkdir, os.path.realpath, access,
          os.readlink, os.rmdir):
    for name in ('/tmp\udfffabcds', '/tmp\x00abcds', b'/tmp\x00abcds'):
        try:
            print(f.__name__, f(name))
        except (ValueError, OSError) as error:
            print(f.__name__, type(error).__name__, error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    os.path.exists(True)
    os.stat(True)
    io.FileIO(True, 'w', closefd=False)
print([(w.category.__name__, str(w.message)) for w in caught])

import tempfile

with tempfile.TemporaryDirectory() as folder:
    link = os.path.join(folder, 'link')
    os.symlink('nowhere', link)
    try:
        os.chmod(link, 0o700, follow_symlinks=False)
    except NotImplementedError as error:
        print(error)
    plain = os.path.join(folder, 'plain')
    open(plain, 'w').close()
    os.chmod(plain, 0o600, follow_symlinks=False)
    print(oct(os.stat(plain).st_mode))
