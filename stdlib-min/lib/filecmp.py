"""Whether files are the same, and what two directories have in common."""

import os
import stat
from functools import cached_property as _once
from types import GenericAlias

__all__ = ["clear_cache", "cmp", "dircmp", "cmpfiles", "DEFAULT_IGNORES"]

BUFSIZE = 8 * 1024
DEFAULT_IGNORES = ["RCS", "CVS", "tags", ".git", ".hg", ".bzr", "_darcs", "__pycache__"]

# Answers of `cmp` for two paths in the state that they had; emptied when there are more than this many.
_cache = {}
_MOST = 100


def clear_cache():
    """Forget all answers: for files that change within one tick of the file system's clock."""
    _cache.clear()


def _state(path):
    s = os.stat(path)
    return stat.S_IFMT(s.st_mode), s.st_size, s.st_mtime


def _same_content(f1, f2):
    with open(f1, "rb") as first, open(f2, "rb") as second:
        while True:
            part = first.read(BUFSIZE)
            if part != second.read(BUFSIZE):
                return False
            if not part:
                return True


def cmp(f1, f2, shallow=True):
    """Whether two files are the same. *shallow*: equal sizes and times are enough, and nothing is read."""
    one, other = _state(f1), _state(f2)
    if one[0] != stat.S_IFREG or other[0] != stat.S_IFREG:
        return False
    if shallow and one == other:
        return True
    if one[1] != other[1]:
        return False
    key = f1, f2, one, other
    same = _cache.get(key)
    if same is None:
        same = _same_content(f1, f2)
        if len(_cache) > _MOST:
            clear_cache()
        _cache[key] = same
    return same


def cmpfiles(a, b, common, shallow=True):
    """Names in the directories *a* and *b*: those of equal files, of different files, of what cannot be compared."""
    equal, different, failed = [], [], []
    for name in common:
        try:
            same = cmp(os.path.join(a, name), os.path.join(b, name), shallow)
        except (OSError, ValueError):
            failed.append(name)
        else:
            (equal if same else different).append(name)
    return equal, different, failed


def _kind(path):
    """The type of a file; None if it cannot be had."""
    try:
        return stat.S_IFMT(os.stat(path).st_mode)
    except (OSError, ValueError):
        return None


class dircmp:
    """Two directories beside each other. Each attribute is found when it is first asked for.

    `left_list` and `right_list` are the names without those to *ignore* and to *hide*, `common`, `left_only` and
    `right_only` say where they are. What is in both: `common_dirs`, `common_files`, `common_funny` (of different kinds, or
    of none), and of the files `same_files`, `diff_files` and `funny_files`. `subdirs` maps the names of common directories
    to objects of this class.
    """

    def __init__(self, a, b, ignore=None, hide=None, *, shallow=True):
        self.left = a
        self.right = b
        self.hide = [os.curdir, os.pardir] if hide is None else hide
        self.ignore = DEFAULT_IGNORES if ignore is None else ignore
        self.shallow = shallow

    def _names(self, folder):
        dropped = {*self.hide, *self.ignore}
        return sorted(name for name in os.listdir(folder) if name not in dropped)

    @_once
    def _lists(self):
        # Both at once: a directory that cannot be read is told of whichever is asked for.
        return self._names(self.left), self._names(self.right)

    @_once
    def left_list(self):
        return self._lists[0]

    @_once
    def right_list(self):
        return self._lists[1]

    @_once
    def common(self):
        right = set(self.right_list)
        return [name for name in self.left_list if name in right]

    @_once
    def left_only(self):
        right = set(self.right_list)
        return [name for name in self.left_list if name not in right]

    @_once
    def right_only(self):
        left = set(self.left_list)
        return [name for name in self.right_list if name not in left]

    @_once
    def _sorted(self):
        """The common names as directories, files, and the rest."""
        folders, files, rest = [], [], []
        for name in self.common:
            left = _kind(os.path.join(self.left, name))
            right = _kind(os.path.join(self.right, name))
            if left != right or left not in (stat.S_IFDIR, stat.S_IFREG):
                rest.append(name)
            elif left == stat.S_IFDIR:
                folders.append(name)
            else:
                files.append(name)
        return folders, files, rest

    @_once
    def common_dirs(self):
        return self._sorted[0]

    @_once
    def common_files(self):
        return self._sorted[1]

    @_once
    def common_funny(self):
        return self._sorted[2]

    @_once
    def _compared(self):
        return cmpfiles(self.left, self.right, self.common_files, self.shallow)

    @_once
    def same_files(self):
        return self._compared[0]

    @_once
    def diff_files(self):
        return self._compared[1]

    @_once
    def funny_files(self):
        return self._compared[2]

    @_once
    def subdirs(self):
        return {name: self.__class__(os.path.join(self.left, name), os.path.join(self.right, name), self.ignore, self.hide,
                                     shallow=self.shallow)
                for name in self.common_dirs}

    def report(self):
        """Print the differences between the two."""
        print("diff", self.left, self.right)
        if self.left_only:
            print("Only in", self.left, ":", sorted(self.left_only))
        if self.right_only:
            print("Only in", self.right, ":", sorted(self.right_only))
        for title, names in (("Identical files", self.same_files), ("Differing files", self.diff_files),
                             ("Trouble with common files", self.funny_files),
                             ("Common subdirectories", self.common_dirs), ("Common funny cases", self.common_funny)):
            if names:
                print(title, ":", sorted(names))

    def report_partial_closure(self):
        """Print the differences, and those of the common subdirectories."""
        self.report()
        for below in self.subdirs.values():
            print()
            below.report()

    def report_full_closure(self):
        """Print the differences of the two and of everything below them."""
        self.report()
        for below in self.subdirs.values():
            print()
            below.report_full_closure()

    __class_getitem__ = classmethod(GenericAlias)


def _main(args):
    import getopt
    options, folders = getopt.getopt(args, "r")
    if len(folders) != 2:
        raise getopt.GetoptError("need exactly two args", None)
    both = dircmp(*folders)
    if options:
        both.report_full_closure()
    else:
        both.report()


if __name__ == "__main__":
    import sys
    _main(sys.argv[1:])
