"""Where things are and how the interpreter was built, as far as that is true for it.

Typhon is one program: its library is inside of it, and there are no headers and no extension modules.
"""

import os
import sys
from threading import Lock

__all__ = ['get_config_h_filename', 'get_config_var', 'get_config_vars', 'get_makefile_filename', 'get_path',
           'get_path_names', 'get_paths', 'get_platform', 'get_python_version', 'get_scheme_names', 'parse_config_h',
           'get_default_scheme', 'get_preferred_scheme', 'expand_makefile_vars', 'is_python_build']

_SCHEME_KEYS = 'stdlib', 'platstdlib', 'purelib', 'platlib', 'include', 'scripts', 'data'


_NAME = '{implementation_lower}{py_version_short}{abi_thread}'
_LIB = '{platlibdir}/' + _NAME
_HEADERS = 'include/{implementation_lower}{py_version_short}{abiflags}'

# 'venv' is what virtual environments have on this system.
_INSTALL_SCHEMES = {
    'posix_prefix': {
        'stdlib': '{installed_base}/' + _LIB, 'platstdlib': '{platbase}/' + _LIB,
        'purelib': f'{{base}}/lib/{_NAME}/site-packages', 'platlib': f'{{platbase}}/{_LIB}/site-packages',
        'include': '{installed_base}/' + _HEADERS, 'platinclude': '{installed_platbase}/' + _HEADERS,
        'scripts': '{base}/bin', 'data': '{base}'},
    'posix_home': {
        'stdlib': '{installed_base}/lib/{implementation_lower}', 'platstdlib': '{base}/lib/{implementation_lower}',
        'purelib': '{base}/lib/{implementation_lower}', 'platlib': '{base}/lib/{implementation_lower}',
        'include': '{installed_base}/include/{implementation_lower}',
        'platinclude': '{installed_base}/include/{implementation_lower}',
        'scripts': '{base}/bin', 'data': '{base}'},
    'posix_user': {
        'stdlib': '{userbase}/' + _LIB, 'platstdlib': '{userbase}/' + _LIB,
        'purelib': f'{{userbase}}/lib/{_NAME}/site-packages', 'platlib': f'{{userbase}}/lib/{_NAME}/site-packages',
        'include': '{userbase}/include/' + _NAME, 'scripts': '{userbase}/bin', 'data': '{userbase}'},
}
_INSTALL_SCHEMES['venv'] = _INSTALL_SCHEMES['posix_venv'] = _INSTALL_SCHEMES['posix_prefix']

_vars = None
_vars_lock = Lock()


def _userbase():
    return os.environ.get('PYTHONUSERBASE') or os.path.join(os.path.expanduser('~'), '.local')


def _config_vars():
    major, minor = sys.version_info[:2]
    return {
        'prefix': sys.prefix, 'exec_prefix': sys.exec_prefix, 'base': sys.prefix,
        'platbase': sys.exec_prefix, 'installed_base': sys.base_prefix,
        'installed_platbase': sys.base_exec_prefix, 'projectbase': os.path.dirname(sys.executable or ''),
        'py_version': sys.version.split()[0], 'py_version_short': f'{major}.{minor}',
        'py_version_nodot': f'{major}{minor}', 'py_version_nodot_plat': '', 'platlibdir': sys.platlibdir,
        # Packages of Python code are looked for where Python keeps them; there is no binary interface to tell apart.
        'implementation': 'Python', 'implementation_lower': 'python', 'abiflags': sys.abiflags, 'abi_thread': '',
        'multiarchsubdir': '/' + sys.implementation._multiarch, 'VERSION': f'{major}.{minor}',
        'userbase': _userbase(), 'srcdir': os.path.dirname(sys.executable or ''),
        # No global lock; no extension modules, hence no suffix for them.
        'Py_GIL_DISABLED': 1, 'Py_DEBUG': 0, 'WITH_PYMALLOC': 0, 'EXT_SUFFIX': None, 'SOABI': None, 'EXE': '',
        'MULTIARCH': sys.implementation._multiarch, 'HAVE_FORK': 1,
        'BINDIR': os.path.join(sys.base_prefix, 'bin'),
        'LIBDEST': os.path.join(sys.base_prefix, 'lib', f'python{major}.{minor}'),
    }


def get_config_vars(*args):
    """The settings by name; with arguments the values of these, None for what there is not."""
    global _vars
    with _vars_lock:
        # The prefixes may have been set anew.
        if _vars is None or (_vars['prefix'], _vars['exec_prefix']) != (sys.prefix, sys.exec_prefix):
            _vars = _config_vars()
    if args:
        return [_vars.get(name) for name in args]
    return _vars


def get_config_var(name):
    return get_config_vars().get(name)


def get_scheme_names():
    return tuple(sorted(_INSTALL_SCHEMES))


def get_path_names():
    return _SCHEME_KEYS


def get_preferred_scheme(key):
    """The scheme for 'prefix', 'home' or 'user'."""
    if key == 'prefix' and sys.prefix != sys.base_prefix:
        return 'venv'
    return {'prefix': 'posix_prefix', 'home': 'posix_home', 'user': 'posix_user'}[key]


def get_default_scheme():
    return get_preferred_scheme('prefix')


def get_paths(scheme=get_default_scheme(), vars=None, expand=True):
    """The paths of a scheme by name."""
    paths = _INSTALL_SCHEMES[scheme]
    if not expand:
        return paths
    # What is given comes first, then the settings.
    known = dict(vars or {})
    for name, value in get_config_vars().items():
        known.setdefault(name, value)
    try:
        return {name: os.path.normpath(path.format(**known)) for name, path in paths.items()}
    except KeyError as e:
        raise AttributeError(f'{e}') from None


def get_path(name, scheme=get_default_scheme(), vars=None, expand=True):
    return get_paths(scheme, vars, expand)[name]


def get_python_version():
    return f'{sys.version_info[0]}.{sys.version_info[1]}'


def get_platform():
    """System and machine, such as linux-x86_64."""
    system, _, release, version, machine = os.uname()
    system = system.lower().replace('/', '')
    machine = machine.replace(' ', '_').replace('/', '-')
    if system == 'linux':
        return f'linux-{machine}'
    return f'{system}-{release}-{machine}'


def is_python_build(check_home=None):
    """Whether the interpreter runs where it was built: never known."""
    return False


def get_makefile_filename():
    """Where a makefile would be; there is none."""
    return os.path.join(get_path('platstdlib'), f'config-{get_python_version()}', 'Makefile')


def get_config_h_filename():
    """Where a header would be; there is none."""
    return os.path.join(get_path('platinclude'), 'pyconfig.h')


def parse_config_h(fp, vars=None):
    """Names and values that a header defines."""
    import re
    vars = {} if vars is None else vars
    defines = re.compile('#define ((?:[A-Z]|_Py_)[A-Za-z0-9_]+) (.*)\n')
    undefines = re.compile('/[*] #undef ((?:[A-Z]|_Py_)[A-Za-z0-9_]+) [*]/\n')
    while line := fp.readline():
        if match := defines.match(line):
            name, value = match.groups()
            try:
                value = int(value)
            except ValueError:
                pass
            vars[name] = value
        elif match := undefines.match(line):
            vars[match[1]] = 0
    return vars


def expand_makefile_vars(s, vars):
    """Puts values in the place of $(NAME) and ${NAME}, as often as there are some."""
    import re
    import warnings
    warnings.warn('sysconfig.expand_makefile_vars is deprecated and will be removed in Python 3.16. '
                  'Use sysconfig.get_paths(vars=...) instead.', DeprecationWarning, stacklevel=2)
    pattern = re.compile(r'\$(?:\(([A-Za-z][A-Za-z0-9_]*)\)|\{([A-Za-z][A-Za-z0-9_]*)\})')
    while match := pattern.search(s):
        s = s[:match.start()] + vars.get(match[1] or match[2]) + s[match.end():]
    return s


def _main():
    print(f'Platform: "{get_platform()}"')
    print(f'Python version: "{get_python_version()}"')
    print(f'Current installation scheme: "{get_default_scheme()}"')
    for title, items in ('Paths', get_paths()), ('Variables', get_config_vars()):
        print()
        print(f'{title}:')
        for name, value in sorted(items.items()):
            print(f'\t{name} = "{value}"')


if __name__ == '__main__':
    _main()
