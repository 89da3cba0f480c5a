"""Installed distributions: versions, metadata, files and entry points, from the .dist-info and .egg-info on sys.path."""

import collections
import collections.abc
import csv
import functools
import itertools
import os
import pathlib
import posixpath
import re
import sys
import textwrap
from importlib import import_module

__all__ = ['Distribution', 'DistributionFinder', 'PackageMetadata', 'PackageNotFoundError', 'SimplePath',
           'distribution', 'distributions', 'entry_points', 'files', 'metadata', 'packages_distributions', 'requires',
           'version']


class PackageNotFoundError(ModuleNotFoundError):
    """The distribution is not there."""

    def __str__(self):
        return f'No package metadata was found for {self.name}'

    @property
    def name(self):
        return self.args[0]


class EntryPoint:
    """A name in a group and what it stands for: module:attribute [extras]."""

    pattern = re.compile(r'(?P<module>[\w.]+)\s*(:\s*(?P<attr>[\w.]+)\s*)?((?P<extras>\[.*\])\s*)?$')
    dist = None

    def __init__(self, name, value, group):
        vars(self).update(name=name, value=value, group=group)

    def _match(self):
        return self.pattern.match(self.value)

    def load(self):
        """What it stands for; the module is imported."""
        match = self._match()
        module = import_module(match['module'])
        attributes = filter(None, (match['attr'] or '').split('.'))
        return functools.reduce(getattr, attributes, module)

    @property
    def module(self):
        return self._match()['module']

    @property
    def attr(self):
        return self._match()['attr']

    @property
    def extras(self):
        return re.findall(r'\w+', self._match()['extras'] or '')

    def _for(self, dist):
        vars(self).update(dist=dist)
        return self

    def matches(self, **params):
        """Whether all attributes have the values given."""
        if 'dist' in params:
            raise ValueError('"dist" is not suitable for matching. Instead, use Distribution.entry_points.select() on a '
                             'located distribution.')
        return all(getattr(self, name) == value for name, value in params.items())

    def _key(self):
        return self.name, self.value, self.group

    def __lt__(self, other):
        return self._key() < other._key()

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, EntryPoint) else NotImplemented

    def __setattr__(self, name, value):
        raise AttributeError('EntryPoint objects are immutable.')

    def __repr__(self):
        return f'EntryPoint(name={self.name!r}, value={self.value!r}, group={self.group!r})'

    def __hash__(self):
        return hash(self._key())


class EntryPoints(tuple):
    """Entry points; by name one of them."""

    __slots__ = ()

    def __getitem__(self, name):
        try:
            return next(iter(self.select(name=name)))
        except StopIteration:
            raise KeyError(name) from None

    def __repr__(self):
        return f'{self.__class__.__name__}({tuple(self)!r})'

    def select(self, **params):
        return EntryPoints(ep for ep in self if ep.matches(**params))

    @property
    def names(self):
        return {ep.name for ep in self}

    @property
    def groups(self):
        return {ep.group for ep in self}

    @classmethod
    def _from_text(cls, text, dist):
        found = []
        group = None
        for line in (text or '').splitlines():
            line = line.strip()
            if not line or line.startswith('#'):
                continue
            if line.startswith('[') and line.endswith(']'):
                group = line.strip('[]')
            elif group is not None:
                name, _, value = line.partition('=')
                found.append(EntryPoint(name.strip(), value.strip(), group)._for(dist))
        return cls(found)


class PackagePath(pathlib.PurePosixPath):
    """A file of a distribution, relative to where that is."""

    hash = None
    size = None
    dist = None

    def read_text(self, encoding='utf-8'):
        return self.locate().read_text(encoding=encoding)

    def read_binary(self):
        return self.locate().read_bytes()

    def locate(self):
        return self.dist.locate_file(self)


class FileHash:
    def __init__(self, spec):
        self.mode, _, self.value = spec.partition('=')

    def __repr__(self):
        return f'<FileHash mode: {self.mode} value: {self.value}>'


class SimplePath:
    """What a path to metadata must be able to do: joinpath, /, parent, read_text, read_bytes, exists."""


class PackageMetadata(collections.abc.Mapping):
    """The fields of a METADATA file. A field may stand there several times: get_all has them all."""

    def __init__(self, text):
        self._fields = []
        head, _, self._body = text.partition('\n\n')
        for line in head.split('\n'):
            if line[:1] in (' ', '\t') and self._fields:
                name, value = self._fields[-1]
                self._fields[-1] = name, f'{value}\n{line}'
            else:
                name, colon, value = line.partition(':')
                if colon:
                    self._fields.append((name, value.strip()))
        # Lines that go on are indented, most often by eight blanks.
        self._fields = [(name, textwrap.dedent(' ' * 8 + value) if '\n' in value else value) for name, value in self._fields]
        if self._body.strip():
            self._fields.append(('Description', self._body))

    def get_all(self, name, failobj=None):
        found = [value for key, value in self._fields if key.lower() == name.lower()]
        return found or failobj

    def __getitem__(self, name):
        found = self.get_all(name)
        if found is None:
            import warnings
            warnings.warn('Implicit None on return values is deprecated and will raise KeyErrors.',
                          DeprecationWarning, stacklevel=2)
            return None
        return found[0]

    def get(self, name, default=None):
        found = self.get_all(name)
        return default if found is None else found[0]

    def __contains__(self, name):
        return self.get_all(name) is not None

    def __iter__(self):
        return (name for name, _ in self._fields)

    def __len__(self):
        return len(self._fields)

    def keys(self):
        return [name for name, _ in self._fields]

    def values(self):
        return [value for _, value in self._fields]

    def items(self):
        return list(self._fields)

    def get_payload(self):
        return self._body

    def as_string(self):
        lines = [f'{name}: {value}' for name, value in self._fields if name != 'Description']
        return '\n'.join(lines) + '\n\n' + self._body

    __str__ = as_string

    _MULTIPLE = {'classifier', 'obsoletes_dist', 'platform', 'project_url', 'provides_dist', 'provides_extra',
                 'requires_dist', 'requires_external', 'supported_platform', 'dynamic', 'license_file'}

    @property
    def json(self):
        """The fields as PEP 566 puts them into JSON."""
        found = {}
        for name in dict.fromkeys(self.keys()):
            key = name.lower().replace('-', '_')
            if key in self._MULTIPLE:
                found[key] = self.get_all(name)
            elif key == 'keywords':
                found[key] = re.split(r'\s+', self[name])
            else:
                found[key] = self[name]
        return found


class Distribution:
    """One installed distribution."""

    def read_text(self, filename):
        """A file of the metadata, None if it is not there."""
        raise NotImplementedError

    def locate_file(self, path):
        """Where a file of the distribution is."""
        raise NotImplementedError

    @classmethod
    def from_name(cls, name):
        if not name:
            raise ValueError('A distribution name is required.')
        for found in cls.discover(name=name):
            return found
        raise PackageNotFoundError(name)

    @classmethod
    def discover(cls, *, context=None, **kwargs):
        if context and kwargs:
            raise ValueError('cannot accept context and kwargs')
        context = context or DistributionFinder.Context(**kwargs)
        finders = filter(None, (getattr(f, 'find_distributions', None) for f in sys.meta_path))
        others = itertools.chain.from_iterable(find(context) for find in finders)
        return itertools.chain(others, MetadataPathFinder.find_distributions(context))

    @staticmethod
    def at(path):
        return PathDistribution(pathlib.Path(path))

    @property
    def metadata(self):
        text = self.read_text('METADATA') or self.read_text('PKG-INFO') or self.read_text('')
        return PackageMetadata(text or '')

    @property
    def name(self):
        return self.metadata.get('Name')

    @property
    def _normalized_name(self):
        return Prepared.normalize(self.name)

    @property
    def version(self):
        return self.metadata.get('Version')

    @property
    def entry_points(self):
        return EntryPoints._from_text(self.read_text('entry_points.txt'), self)

    @property
    def files(self):
        """The files of RECORD or of the lists in an .egg-info; None if there are none."""
        rows = None
        if record := self.read_text('RECORD'):
            rows = list(csv.reader(record.splitlines()))
        elif text := self.read_text('installed-files.txt'):
            home = self._path.parent
            rows = []
            for name in text.splitlines():
                path = (self._path / name).resolve()
                try:
                    rows.append([path.relative_to(home.resolve()).as_posix()])
                except ValueError:
                    rows.append([name])
        elif text := self.read_text('SOURCES.txt'):
            rows = [[name] for name in text.splitlines()]
        if rows is None:
            return None
        made = []
        for name, *rest in rows:
            path = PackagePath(name)
            hash, size = (rest + ['', ''])[:2]
            path.hash = FileHash(hash) if hash else None
            path.size = int(size) if size else None
            path.dist = self
            made.append(path)
        return [p for p in made if p.hash is not None or p.locate().exists()] if record else [
            p for p in made if p.locate().exists()]

    @property
    def requires(self):
        found = self.metadata.get_all('Requires-Dist')
        if found:
            return found
        text = self.read_text('requires.txt')
        return None if text is None else list(self._egg_requires(text))

    @staticmethod
    def _egg_requires(text):
        section = ''
        for line in text.splitlines():
            line = line.strip()
            if not line or line.startswith('#'):
                continue
            if line.startswith('['):
                section = line.strip('[]')
                continue
            extra, _, markers = section.partition(':')
            if extra and markers:
                markers = f'({markers})'
            conditions = list(filter(None, [markers, f'extra == "{extra}"' if extra else '']))
            space = ' ' if '@' in line and conditions else ''
            yield line + space + ('; ' + ' and '.join(conditions) if conditions else '')

    @property
    def origin(self):
        text = self.read_text('direct_url.json')
        if not text:
            return None
        import json
        import types
        return json.loads(text, object_hook=lambda data: types.SimpleNamespace(**data))


class DistributionFinder:
    """Base of finders that know distributions."""

    class Context:
        """What is looked for: a name, None for all, and where."""

        name = None

        def __init__(self, **kwargs):
            vars(self).update(kwargs)

        @property
        def path(self):
            return vars(self).get('path', sys.path)

    def find_distributions(self, context=Context()):
        raise NotImplementedError


class Prepared:
    """A name as it is compared."""

    normalized = None
    legacy_normalized = None

    def __init__(self, name):
        self.name = name
        if name is not None:
            self.normalized = self.normalize(name)
            self.legacy_normalized = self.legacy_normalize(name)

    @staticmethod
    def normalize(name):
        return re.sub(r'[-_.]+', '-', name).lower().replace('-', '_')

    @staticmethod
    def legacy_normalize(name):
        return name.lower().replace('-', '_')

    def __bool__(self):
        return bool(self.name)


class MetadataPathFinder(DistributionFinder):
    """Looks for directories of metadata in the directories of a path."""

    @classmethod
    def find_distributions(cls, context=DistributionFinder.Context()):
        wanted = Prepared(context.name)
        for entry in dict.fromkeys(context.path):
            yield from cls._in_directory(entry, wanted)

    @staticmethod
    def _in_directory(entry, wanted):
        try:
            root = pathlib.Path(entry)
            names = sorted(os.listdir(root))
        except NotADirectoryError:
            import zipfile
            if not zipfile.is_zipfile(entry):
                return
            root = zipfile.Path(entry)
            names = sorted(path.name for path in root.iterdir())
        except (OSError, TypeError, ValueError):
            return
        egg = os.path.basename(entry).lower()
        for name in names:
            low = name.lower()
            if low == 'egg-info' and egg.endswith('.egg'):
                # In a directory or archive of its own, which has the name.
                stem = egg.rpartition('.')[0]
            elif low.endswith(('.dist-info', '.egg-info')):
                stem = low.rpartition('.')[0]
            else:
                continue
            stem = stem.partition('-')[0]
            if not wanted or Prepared.normalize(stem) == wanted.normalized or stem == wanted.legacy_normalized:
                yield PathDistribution(root / name)

    @classmethod
    def invalidate_caches(cls):
        pass


class PathDistribution(Distribution):
    """The metadata in a directory."""

    def __init__(self, path):
        self._path = path

    def read_text(self, filename):
        try:
            return self._path.joinpath(filename).read_text(encoding='utf-8')
        except (FileNotFoundError, IsADirectoryError, KeyError, NotADirectoryError, PermissionError):
            return None

    def locate_file(self, path):
        return self._path.parent / path

    @property
    def _normalized_name(self):
        stem = posixpath.basename(str(self._path))
        base, dot, ending = stem.rpartition('.')
        if ending in ('egg-info', 'dist-info'):
            return Prepared.normalize(base.partition('-')[0])
        return super()._normalized_name


def distribution(distribution_name):
    return Distribution.from_name(distribution_name)


def distributions(**kwargs):
    return Distribution.discover(**kwargs)


def metadata(distribution_name):
    return Distribution.from_name(distribution_name).metadata


def version(distribution_name):
    return distribution(distribution_name).version


def entry_points(**params):
    """The entry points of all distributions; of two with one name the first on the path counts."""
    seen = {}
    for dist in distributions():
        seen.setdefault(dist._normalized_name, dist)
    everything = itertools.chain.from_iterable(dist.entry_points for dist in seen.values())
    return EntryPoints(everything).select(**params)


def files(distribution_name):
    return distribution(distribution_name).files


def requires(distribution_name):
    return distribution(distribution_name).requires


def packages_distributions():
    """The distributions that top-level packages come from."""
    found = collections.defaultdict(list)
    for dist in distributions():
        names = (dist.read_text('top_level.txt') or '').split()
        if not names:
            for file in dist.files or ():
                top = file.parts[0]
                if len(file.parts) == 1:
                    top = top.removesuffix('.py') if top.endswith('.py') else ''
                if top and '.' not in top and top != '..' and top not in names and '__pycache__' not in top:
                    names.append(top)
        for name in names:
            found[name].append(dist.metadata['Name'])
    return dict(found)
