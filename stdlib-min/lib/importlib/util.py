"""Specifications of modules: finding them, making modules of them."""

import os
import sys
import types
from importlib import import_module
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder, SourceFileLoader


def _cache_tag():
    tag = sys.implementation.cache_tag
    if tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    return tag


def cache_from_source(path, *, optimization=None):
    """Where CPython would keep the bytecode of a source file."""
    head, tail = os.path.split(os.fspath(path))
    stem, dot, suffix = tail.rpartition('.')
    tag = _cache_tag()
    if optimization is None:
        optimization = sys.flags.optimize or ''
    optimization = str(optimization)
    if optimization:
        if not optimization.isalnum():
            raise ValueError(f'{optimization!r} is not alphanumeric')
        optimization = f'.opt-{optimization}'
    name = f'{stem or suffix}{dot}{tag}{optimization}.pyc'
    if sys.pycache_prefix is not None:
        return os.path.join(sys.pycache_prefix, os.path.abspath(head).lstrip('/'), name)
    return os.path.join(head, '__pycache__', name)


def source_from_cache(path):
    """The source file whose bytecode CPython would keep there."""
    _cache_tag()
    path = os.fspath(path)
    head, name = os.path.split(path)
    prefix = sys.pycache_prefix
    if prefix is not None and (head + '/').startswith(prefix.rstrip('/') + '/'):
        head = head[len(prefix.rstrip('/')):]
    else:
        head, last = os.path.split(head)
        if last != '__pycache__':
            raise ValueError(f'__pycache__ not bottom-level directory in {path!r}')
    parts = name.split('.')
    if len(parts) not in (3, 4):
        raise ValueError(f'expected only 2 or 3 dots in {name!r}')
    if len(parts) == 4:
        level = parts[-2]
        if not level.startswith('opt-'):
            raise ValueError("optimization portion of filename does not start with 'opt-'")
        if not level[4:].isalnum():
            raise ValueError(f'optimization level {level[4:]!r} is not an alphanumeric value')
    return os.path.join(head, parts[0] + '.py')


def decode_source(source_bytes):
    """The text of a source file's bytes, by their declared encoding; newlines as `\\n`."""
    import io
    encoding = 'utf-8-sig'
    for line in source_bytes.splitlines()[:2]:
        found = _coding(line)
        if found:
            encoding = found
            break
        if line.strip() and not line.lstrip().startswith(b'#'):
            break
    return io.IncrementalNewlineDecoder(None, True).decode(source_bytes.decode(encoding))


def _coding(line):
    import re
    found = re.match(br'[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)', line)
    if found is None:
        return None
    name = found[1].decode('ascii')
    return 'utf-8-sig' if name.lower().replace('_', '-').startswith('utf-8') else name


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
        try:
            path = import_module(parent).__path__
        except AttributeError as e:
            raise ModuleNotFoundError(
                f'__path__ attribute not found on {parent!r} while trying to find {name!r}',
                name=name) from e
    if sys.meta_path:
        from _import_hooks import from_meta_path
        if (spec := from_meta_path(name, path)) is not None:
            return spec
    return (BuiltinImporter.find_spec(name) or PathFinder.find_spec(name, path)
            or FrozenImporter.find_spec(name))


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
