"""Patterns for `pathlib`.

Owns the matching of names and the search below a directory. Links to
directories are not followed by `**` unless that is asked for.
"""

import os
from fnmatch import _matcher


def name_matcher(pattern, ignore_case):
    """A function name -> bool."""
    if not ignore_case:
        return _matcher(pattern)
    match = _matcher(pattern.lower())
    return lambda name: match(name.lower())


def match_names(patterns, names, ignore_case):
    """True if *patterns*, of which `**` takes any number of names, fit all *names*."""
    # The positions in *names* that can be reached so far.
    reached = {0}
    for pattern in patterns:
        if pattern == '**':
            reached = set(range(min(reached), len(names) + 1))
        else:
            match = name_matcher(pattern, ignore_case)
            reached = {i + 1 for i in reached if i < len(names) and match(names[i])}
        if not reached:
            return False
    return len(names) in reached


def _has_magic(pattern):
    return '*' in pattern or '?' in pattern or '[' in pattern


class Search:
    """One search; paths are texts, '' being the directory where it starts."""

    def __init__(self, case_sensitive, recurse_symlinks):
        self.ignore_case = case_sensitive is False
        # An explicit choice means that the file system cannot be asked.
        self.match_plain = case_sensitive is not None and self.ignore_case
        self.recurse_symlinks = recurse_symlinks

    def run(self, start, parts, dir_only):
        """Yield the paths below *start* that fit *parts*."""
        paths = [start]
        several = parts.count('**') > 1
        for i, part in enumerate(parts):
            last = i == len(parts) - 1
            paths = self.step(paths, part, last, dir_only)
        if not parts:
            paths = iter(paths)
        if several:
            paths = self.unique(paths)
        return paths

    def unique(self, paths):
        seen = set()
        for path in paths:
            if path not in seen:
                seen.add(path)
                yield path

    def step(self, paths, part, last, dir_only):
        if part == '**':
            return self.descend(paths, last and not dir_only)
        if part == '..' or not (_has_magic(part) or self.match_plain):
            return self.plain(paths, part, last, dir_only)
        return self.matching(paths, part, not last or dir_only)

    def plain(self, paths, part, last, dir_only):
        for path in paths:
            path = self.joined(path, part)
            try:
                if dir_only or not last:
                    if not os.path.isdir(path):
                        continue
                else:
                    os.lstat(path)
            except (OSError, ValueError):
                continue
            yield path

    def matching(self, paths, part, dir_only):
        match = name_matcher(part, self.ignore_case)
        for path in paths:
            for entry in self.entries(path):
                if match(entry.name) and (not dir_only or self.is_dir(entry, True)):
                    yield self.joined(path, entry.name)

    def descend(self, paths, with_files):
        """Each path, and all directories below it, or everything below it."""
        for start in paths:
            yield start
            stack = [iter(self.entries(start))]
            where = [start]
            while stack:
                entry = next(stack[-1], None)
                if entry is None:
                    stack.pop()
                    where.pop()
                    continue
                inner = self.is_dir(entry, self.recurse_symlinks)
                path = self.joined(where[-1], entry.name)
                if inner or with_files:
                    yield path
                if inner:
                    stack.append(iter(self.entries(path)))
                    where.append(path)

    @staticmethod
    def joined(path, name):
        if not path or path.endswith('/'):
            return path + name
        return f'{path}/{name}'

    @staticmethod
    def entries(path):
        try:
            with os.scandir(path or '.') as listing:
                return list(listing)
        except OSError:
            return []

    @staticmethod
    def is_dir(entry, follow):
        try:
            return entry.is_dir(follow_symlinks=follow)
        except OSError:
            return False
