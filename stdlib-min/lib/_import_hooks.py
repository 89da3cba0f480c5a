"""Imports by way of finders: those on sys.meta_path, and those that sys.path_hooks or archives give for entries of a path.

The import system asks here when there are such; directories it searches itself.
"""

import os
import sys
from _thread import get_ident
from importlib.util import module_from_spec

# Threads that make a finder of an archive: what that needs is not looked for in archives.
_making = set()


def from_meta_path(name, path):
    """The first spec that a finder gives."""
    for finder in list(sys.meta_path):
        find_spec = getattr(finder, 'find_spec', None)
        if find_spec is not None and (spec := find_spec(name, path, None)) is not None:
            return spec
    return None


def finder_of(entry):
    """The finder for an entry of a path; None for directories and for what no hook takes."""
    try:
        return sys.path_importer_cache[entry]
    except KeyError:
        pass
    for hook in list(sys.path_hooks):
        try:
            finder = hook(entry)
        except ImportError:
            continue
        sys.path_importer_cache[entry] = finder
        return finder
    me = get_ident()
    if not entry or me in _making or os.path.isdir(entry):
        return None
    _making.add(me)
    try:
        from zipimport import ZipImportError, zipimporter
        try:
            finder = zipimporter(entry)
        except ZipImportError:
            return None
    finally:
        _making.discard(me)
    sys.path_importer_cache[entry] = finder
    return finder


def from_entry(name, entry):
    """The spec that the finder of an entry gives; the directory, if that is a part of a namespace package only."""
    finder = finder_of(entry)
    spec = None if finder is None else finder.find_spec(name)
    if spec is not None and spec.loader is None and spec.submodule_search_locations:
        return spec.submodule_search_locations[0]
    return spec


def load(spec):
    """Makes the module of a spec and runs it."""
    name, loader = spec.name, spec.loader
    if loader is None and spec.submodule_search_locations is None:
        raise ImportError('missing loader', name=name)
    if loader is not None and not hasattr(loader, 'exec_module'):
        # The protocol of old.
        loader.load_module(name)
        return sys.modules[name]
    module = sys.modules[name] = module_from_spec(spec)
    try:
        if loader is not None:
            loader.exec_module(module)
    except:
        sys.modules.pop(name, None)
        raise
    # A module may have replaced itself.
    return sys.modules[name]
