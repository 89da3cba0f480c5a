"""Importing by name. The import system itself is native."""

import sys
import types

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

from builtins import __import__


def invalidate_caches():
    """Finders forget what they have read; directories are read at each import anyway."""
    for finder in [*sys.meta_path, *sys.path_importer_cache.values()]:
        if hasattr(finder, 'invalidate_caches'):
            finder.invalidate_caches()


def import_module(name, package=None):
    """Import a module; *package* is where a relative name starts."""
    level = len(name) - len(name.lstrip('.'))
    if level:
        if not package:
            raise TypeError('the \'package\' argument is required to perform a relative import '
                            f'for {name!r}')
        base = package.rsplit('.', level - 1) if level > 1 else [package]
        if len(base) < level:
            raise ImportError('attempted relative import beyond top-level package')
        tail = name[level:]
        name = f'{base[0]}.{tail}' if tail else base[0]
    __import__(name)
    return sys.modules[name]


# Modules that are being reloaded: a reload inside a reload gives the module as it is.
_reloading = {}


def reload(module):
    """Run a module's source again in its namespace; the module."""
    if not isinstance(module, types.ModuleType):
        raise TypeError('reload() argument must be a module')
    spec = getattr(module, '__spec__', None)
    name = spec.name if spec is not None else module.__name__
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    if name in _reloading:
        return _reloading[name]
    _reloading[name] = module
    try:
        parent = name.rpartition('.')[0]
        if parent and parent not in sys.modules:
            raise ImportError(f'parent {parent!r} not in sys.modules', name=parent)
        from importlib.util import find_spec
        spec = find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(f'spec not found for the module {name!r}', name=name)
        if spec.loader is not None:
            module.__spec__ = spec
            spec.loader.exec_module(module)
        return sys.modules[name]
    finally:
        _reloading.pop(name, None)
