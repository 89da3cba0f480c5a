# Schemes and paths; parsing of headers.
import io
import os
import sys
import sysconfig
import warnings

print(sysconfig.get_python_version(), sysconfig.get_platform() == 'linux-' + os.uname().machine, sysconfig.get_path_names())
print([s for s in sysconfig.get_scheme_names() if s.startswith(('posix_h', 'posix_u', 'posix_v', 'venv'))])
print([sysconfig.get_preferred_scheme(k) for k in ('home', 'user')], sysconfig.get_default_scheme() == sysconfig.get_preferred_scheme('prefix'))
for scheme in 'posix_prefix', 'posix_home', 'posix_user', 'venv', 'posix_venv':
    paths = sysconfig.get_paths(scheme, {'base': '/B', 'platbase': '/P', 'userbase': '/U', 'installed_base': '/IB', 'installed_platbase': '/IP', 'abi_thread': '',
                                         'implementation_lower': 'python', 'platlibdir': 'lib'})
    print(scheme, {k: v.replace(sys.prefix + '/', '/PREFIX/', 1) if scheme == 'venv' else v for k, v in sorted(paths.items())})
print(sysconfig.get_paths('posix_venv', expand=False)['purelib'], sysconfig.get_path('scripts', 'posix_home', {'base': '/x'}))
for f in lambda: sysconfig.get_path('nothing'), lambda: sysconfig.get_paths('nothing'), lambda: sysconfig.get_preferred_scheme('nothing'):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(sysconfig.get_config_var('py_version_short'), sysconfig.get_config_var('nothing'), sysconfig.get_config_vars('nothing', 'py_version_nodot'))
print(sysconfig.get_config_vars() is sysconfig.get_config_vars(), sysconfig.get_config_var('prefix') == sys.prefix)
print(sysconfig.parse_config_h(io.StringIO('#define A 1\n#define B "x"\n/* #undef C */\nint x;\n#define D_2 3 4\n')))
warnings.simplefilter('error')
try:
    sysconfig.expand_makefile_vars('', {})
except DeprecationWarning as e:
    print(e)
warnings.simplefilter('ignore')
print(sysconfig.expand_makefile_vars('$(A)/${B}/c', {'A': 'a', 'B': '$(A)b'}))
print(sysconfig.is_python_build())
