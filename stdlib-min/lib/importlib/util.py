"""Specifications of modules: finding them, making modules of them."""

import sys
import types
from importlib import import_module
from importlib.machinery import BuiltinImporter, ModuleSpec, PathFinder, SourceFileLoader


def resolve_name(name, package):
    """An absolute name of a relative one."""
    if not name.startswith('.'):
        return name
    if not package:
        raise ImportError(f'no package specified for {name!r} (required for relative module names)')
    level = len(name) - len(name.lstrip('.'))
    base = package.rsplit('.', level - 1)
    if len(base) < level:
        raise ImportError('attempted relative import beyond top-level package')
    tail = name[level:]
    return f'{base[0]}.{tail}' if tail else base[0]


def find_spec(name, package=None):
    """The specification of a module that is loaded or can be found, else None."""
    name = resolve_name(name, package)
    module = sys.modules.get(name)
    if name in sys.modules and getattr(module, '__file__', None) is None:
        if module is None:
            return None
        spec = getattr(module, '__spec__', None)
        if spec is None:
            raise ValueError(f'{name}.__spec__ is None')
        return spec
    parent = name.rpartition('.')[0]
    path = None
    if parent:
        path = import_module(parent).__path__
    spec = BuiltinImporter.find_spec(name) or PathFinder.find_spec(name, path)
    if spec is None and name in sys.stdlib_module_names:
        spec = ModuleSpec(name, None, origin='frozen')
    return spec


def module_from_spec(spec):
    """A new module, not run yet."""
    module = None
    if hasattr(spec.loader, 'create_module'):
        module = spec.loader.create_module(spec)
    if module is None:
        module = types.ModuleType(spec.name)
    module.__name__ = spec.name
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    module.__spec__ = spec
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
    return module


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A specification for a loader."""
    if is_package is None and hasattr(loader, 'is_package'):
        is_package = loader.is_package(name)
    spec = ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))
    if origin is None and hasattr(loader, 'get_filename'):
        spec.origin = loader.get_filename(name)
        spec.has_location = True
    return spec


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    """A specification for a file."""
    import os
    location = os.path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith('.py'):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is not None:
        spec.submodule_search_locations = submodule_search_locations
    elif hasattr(loader, 'is_package') and loader.is_package(name):
        spec.submodule_search_locations = [os.path.dirname(location)]
    return spec
