"""What packages hold: their modules and data."""

import importlib
import importlib.machinery
import importlib.util
import os
import sys
from collections import namedtuple

__all__ = ['get_importer', 'iter_importers', 'walk_packages', 'iter_modules', 'get_data',
           'extend_path', 'resolve_name', 'ModuleInfo']

ModuleInfo = namedtuple('ModuleInfo', 'module_finder name ispkg')
ModuleInfo.__doc__ = 'A namedtuple with minimal info about a module.'


def get_importer(path_item):
    """The finder for an entry of a path."""
    path_item = os.fsdecode(path_item)
    for hook in sys.path_hooks:
        try:
            return hook(path_item)
        except ImportError:
            pass
    if os.path.isdir(path_item or os.curdir):
        return importlib.machinery.FileFinder(path_item)
    return None


def iter_importers(fullname=''):
    """The finders that may know a module."""
    if fullname.startswith('.'):
        raise ImportError(f'Relative module name {fullname!r} not supported')
    if '.' in fullname:
        path = getattr(importlib.import_module(fullname.rpartition('.')[0]), '__path__', None)
        if path is None:
            return
    else:
        yield from sys.meta_path
        path = sys.path
    for item in path:
        yield get_importer(item)


def _modules_in(directory):
    """Name and is-package of the modules in a directory, by name."""
    try:
        names = sorted(os.listdir(directory or os.curdir))
    except OSError:
        return
    seen = set()
    for name in names:
        path = os.path.join(directory, name)
        stem, suffix = os.path.splitext(name)
        package = False
        if os.path.isdir(path) and '.' not in name:
            if not os.path.isfile(os.path.join(path, '__init__.py')):
                continue
            stem, package = name, True
        elif suffix not in importlib.machinery.all_suffixes():
            continue
        if stem != '__init__' and '.' not in stem and stem not in seen:
            seen.add(stem)
            yield stem, package


def iter_modules(path=None, prefix=''):
    """The modules in the directories of a path, `sys.path` by default."""
    if isinstance(path, str):
        raise ValueError('path must be None or list of paths to look for modules in')
    seen = set()
    for item in sys.path if path is None else path:
        finder = get_importer(item)
        if finder is None:
            continue
        for name, package in _modules_in(os.fsdecode(item)):
            if name not in seen:
                seen.add(name)
                yield ModuleInfo(finder, prefix + name, package)


def walk_packages(path=None, prefix='', onerror=None):
    """The modules in the directories of a path and in all packages there."""
    seen = set()
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            __import__(info.name)
        except ImportError:
            if onerror is not None:
                onerror(info.name)
        except Exception:
            if onerror is None:
                raise
            onerror(info.name)
        else:
            inner = getattr(sys.modules[info.name], '__path__', None) or []
            inner = [p for p in inner if not (p in seen or seen.add(p))]
            yield from walk_packages(inner, info.name + '.', onerror)


def extend_path(path, name):
    """A package's path with all directories of its name on `sys.path`."""
    if not isinstance(path, list):
        return path
    path = path[:]
    parent, _, leaf = name.rpartition('.')
    try:
        where = sys.modules[parent].__path__ if parent else sys.path
    except (KeyError, AttributeError):
        return path
    for directory in where:
        if isinstance(directory, str):
            inner = os.path.join(directory, leaf)
            if os.path.isfile(os.path.join(inner, '__init__.py')) and inner not in path:
                path.append(inner)
    return path


def get_data(package, resource):
    """The bytes of a file in a package; None if its loader cannot tell."""
    spec = importlib.util.find_spec(package)
    if spec is None or not hasattr(spec.loader, 'get_data'):
        return None
    module = sys.modules.get(package) or importlib.import_module(package)
    file = getattr(module, '__file__', None)
    if file is None:
        return None
    return spec.loader.get_data(os.path.join(os.path.dirname(file), *resource.split('/')))


def resolve_name(name):
    """The object that a dotted name, or `module:object`, stands for."""
    module, colon, attributes = name.partition(':')
    parts = module.split('.')
    if not all(p.isidentifier() for p in parts + (attributes.split('.') if attributes else [])):
        raise ValueError(f'invalid format: {name!r}')
    if colon:
        found = importlib.import_module(module)
        rest = attributes.split('.') if attributes else []
    else:
        found = importlib.import_module(parts[0])
        at = 1
        while at < len(parts):
            try:
                found = importlib.import_module('.'.join(parts[:at + 1]))
            except ImportError:
                break
            at += 1
        rest = parts[at:]
    for part in rest:
        found = getattr(found, part)
    return found
