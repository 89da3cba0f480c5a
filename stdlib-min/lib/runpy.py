"""Modules and files run as `python -m` and `python FILE` run them."""

import importlib.util
import io
import os
import sys

__all__ = ['run_module', 'run_path']


class _Namespace:
    """A module that stands in `sys.modules` under a name for a while."""

    def __init__(self, name):
        self.name = name
        self.module = type(sys)(name)

    def __enter__(self):
        self.before = sys.modules.get(self.name, self)
        sys.modules[self.name] = self.module
        return self.module.__dict__

    def __exit__(self, *error):
        if self.before is self:
            sys.modules.pop(self.name, None)
        else:
            sys.modules[self.name] = self.before


def _run(code, space, init_globals, name, file, package, spec=None, loader=None):
    if init_globals is not None:
        space.update(init_globals)
    space.update(__name__=name, __file__=file, __cached__=None, __doc__=None, __loader__=loader,
                 __package__=package, __spec__=spec)
    exec(code, space)
    return space


def _details(name):
    """Name, specification and code of a module that can be run."""
    if name.startswith('.'):
        raise ImportError('Relative module names not supported')
    parent = name.rpartition('.')[0]
    if parent:
        try:
            __import__(parent)
        except ImportError as e:
            if e.name is None or e.name != parent and not parent.startswith(e.name + '.'):
                raise
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as e:
        text = 'Error while finding module specification for {!r} ({}: {})'
        if name.endswith('.py'):
            text += f". Try using '{name[:-3]}' instead of '{name}' as the module name."
        raise ImportError(text.format(name, type(e).__name__, e)) from e
    if spec is None:
        raise ImportError(f'No module named {name}')
    if spec.submodule_search_locations is not None:
        if name == '__main__' or name.endswith('.__main__'):
            raise ImportError('Cannot use package as __main__ module')
        try:
            return _details(name + '.__main__')
        except ImportError as e:
            if name not in sys.modules:
                raise
            raise ImportError(f'{e}; {name!r} is a package and cannot be directly executed') from e
    if spec.loader is None:
        raise ImportError(f'{name!r} is a namespace package and cannot be executed')
    if not hasattr(spec.loader, 'get_code'):
        raise ImportError(f'No code object available for {name}')
    code = spec.loader.get_code(name)
    if code is None:
        raise ImportError(f'No code object available for {name}')
    return name, spec, code


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Run a module by its name; its globals."""
    mod_name, spec, code = _details(mod_name)
    if run_name is None:
        run_name = mod_name
    how = spec.origin, spec.parent, spec, spec.loader
    if not alter_sys:
        return _run(code, {}, init_globals, run_name, *how)
    argv0 = sys.argv[0]
    with _Namespace(run_name) as space:
        sys.argv[0] = spec.origin
        try:
            _run(code, space, init_globals, run_name, *how)
            return space.copy()
        finally:
            sys.argv[0] = argv0


def run_path(path_name, init_globals=None, run_name=None):
    """Run a file, or the `__main__` of a directory; its globals."""
    if run_name is None:
        run_name = '<run_path>'
    path_name = os.fsdecode(path_name)
    package = run_name.rpartition('.')[0]
    if not os.path.isdir(path_name):
        with io.open_code(path_name) as file:
            code = compile(file.read(), path_name, 'exec', dont_inherit=True)
        argv0 = sys.argv[0]
        with _Namespace(run_name) as space:
            sys.argv[0] = path_name
            try:
                _run(code, space, init_globals, run_name, path_name, package)
                return space.copy()
            finally:
                sys.argv[0] = argv0
    main = sys.modules.pop('__main__', None)
    sys.path.insert(0, path_name)
    argv0 = sys.argv[0]
    try:
        spec = importlib.machinery.PathFinder.find_spec('__main__', [path_name])
        if spec is None or spec.loader is None:
            raise ImportError(f"can't find '__main__' module in {path_name!r}")
        code = spec.loader.get_code('__main__')
        if main is not None:
            sys.modules['__main__'] = main
        with _Namespace(run_name) as space:
            sys.argv[0] = path_name
            _run(code, space, init_globals, run_name, spec.origin, '', spec, spec.loader)
            return space.copy()
    finally:
        sys.argv[0] = argv0
        if main is not None:
            sys.modules['__main__'] = main
        try:
            sys.path.remove(path_name)
        except ValueError:
            pass
