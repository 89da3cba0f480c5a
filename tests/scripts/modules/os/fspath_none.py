"""A class takes `__fspath__` away with None; bools are poor descriptors."""
import os
import warnings


class Path:
    def __fspath__(self):
        return "here"


class NoPath(Path):
    __fspath__ = None


print(os.fspath(Path()))
for f in (os.fspath, os.path.exists, os.stat, open):
    try:
        print(f(NoPath()))
    except TypeError as e:
        print(f.__name__, e)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for f in (os.fsync, os.fdatasync, os.fchdir):
        try:
            f(True)
        except OSError:
            pass
for w in caught:
    print(w.category.__name__, w.message)
