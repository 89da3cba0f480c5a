# What does not depend on the machine, and what the parts have to do with each other.
import copy
import os
import pickle
import platform
import sys

u = platform.uname()
print(u._fields, len(u), tuple(u)[:5] == tuple(os.uname()), u[:2] == (u.system, u.node), u[0] == platform.system())
print(pickle.loads(pickle.dumps(u)) == u, copy.copy(u) == u, u._replace(system='X').system, u._asdict()['machine'] == platform.machine())
print(platform.release() == u.release, platform.version() == u.version, platform.node() == u.node, platform.processor() == u.processor)
try:
    u._make('abc')
except TypeError as e:
    print('TypeError')
print(platform.platform(terse=True) == f'{u.system}-{u.release}', platform.platform().startswith(u.system), platform.platform(True) == platform.platform(1, 0))
print(platform.python_version().split('.')[:2], platform.python_version_tuple()[:2], platform.python_version().startswith('3.14'))
print(platform.python_implementation().lower() == sys.implementation.name, type(platform.python_compiler()), len(platform.python_build()))
print(platform.mac_ver(), platform.win32_ver(), platform.win32_edition(), platform.win32_is_iot(), platform.ios_ver(), platform.android_ver('a', 5))
print(platform.architecture()[0], platform.architecture(__file__), platform.architecture('/nonexistent', '128bit', 'L'))
print(platform.system_alias('Linux', '1', '2'), platform.system_alias('SunOS', '5.11', 'v'), platform.system_alias('SunOS', '4.1', 'v'))
print(len(platform.libc_ver()), platform.libc_ver(__file__, 'none', '0'))
try:
    print('ID' in platform.freedesktop_os_release())
except OSError as e:
    print('ID' not in e.args)
platform.invalidate_caches()
print(platform.uname() == u)
