"""What `python -m pdb` runs: a script or a module."""

import io
import os
import sys
import traceback


class ScriptTarget:
    """A file."""

    def __init__(self, name):
        if not os.path.exists(name):
            print(f'Error: {name} does not exist')
            sys.exit(1)
        if os.path.isdir(name):
            print(f'Error: {name} is a directory')
            sys.exit(1)
        if name.endswith('.pyz'):
            raise NotImplementedError(f'{name}: pdb does not debug archives')
        real = os.path.realpath(name)
        self.filename = real if os.path.exists(real) else name
        if not sys.flags.safe_path:
            sys.path[0] = os.path.dirname(self.filename)

    def __repr__(self):
        return self.filename

    @property
    def code(self):
        """Text that runs the file as it is now."""
        with io.open_code(self.filename) as f:
            return f'exec(compile({f.read()!r}, {self.filename!r}, "exec"))'

    @property
    def namespace(self):
        """What __main__ begins with."""
        return {'__name__': '__main__', '__file__': self.filename, '__builtins__': __builtins__, '__spec__': None}


class ModuleTarget:
    """A module that can be imported, or a package with __main__."""

    def __init__(self, name):
        import runpy
        self._name = name
        try:
            _, self._spec, self.code = runpy._details(name)
        except ImportError as e:
            print(f'ImportError: {e}')
            sys.exit(1)
        except Exception:
            traceback.print_exc()
            sys.exit(1)

    def __repr__(self):
        return self._name

    @property
    def filename(self):
        return self.code.co_filename

    @property
    def namespace(self):
        """What __main__ begins with."""
        return {'__name__': '__main__', '__file__': os.path.normcase(os.path.abspath(self.filename)),
                '__package__': self._spec.parent, '__loader__': self._spec.loader, '__spec__': self._spec,
                '__builtins__': __builtins__}
