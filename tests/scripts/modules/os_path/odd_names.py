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
