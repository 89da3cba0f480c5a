"""What machine, system and interpreter a script runs on."""

import os
import re
import sys
from collections import namedtuple

__version__ = '1.1.0'


def _os_uname():
    try:
        return tuple(os.uname())
    except (AttributeError, OSError):
        return (sys.platform, '', '', '', '')


class uname_result(namedtuple('uname_result_base', 'system node release version machine')):
    """What uname gives; the processor is looked up when it is asked for."""

    _fields = ('system', 'node', 'release', 'version', 'machine', 'processor')

    @property
    def processor(self):
        found = self.__dict__.get('processor')
        if found is None:
            found = self.__dict__['processor'] = _processor()
        return found

    def __iter__(self):
        yield from super().__iter__()
        yield self.processor

    def __len__(self):
        return 6

    def __getitem__(self, key):
        return tuple(self)[key]

    @classmethod
    def _make(cls, iterable):
        items = list(iterable)
        n = len(items)
        # The processor is looked up, so it may be left out or given.
        if n == 6:
            items.pop()
        elif n != 5:
            raise TypeError(f'Expected 5 arguments, got {n}')
        return cls(*items)

    def __reduce__(self):
        return uname_result, tuple(self)[:5]


def _processor():
    """The name `uname -p` gives, empty if that is unknown."""
    import subprocess
    try:
        text = subprocess.check_output(['uname', '-p'], stderr=subprocess.DEVNULL, text=True, encoding='utf8').strip()
    except (OSError, subprocess.SubprocessError):
        return ''
    return '' if text == 'unknown' else text


_uname_cache = None


def uname():
    """System, node, release, version, machine and processor."""
    global _uname_cache
    if _uname_cache is None:
        system, node, release, version, machine = _os_uname()
        _uname_cache = uname_result(system, node, release, version, machine)
    return _uname_cache


def system():
    return uname().system


def node():
    return uname().node


def release():
    return uname().release


def version():
    return uname().version


def machine():
    return uname().machine


def processor():
    return uname().processor


def architecture(executable=sys.executable, bits='', linkage=''):
    """Bits of a pointer and the format of the executable."""
    if not bits:
        bits = '64bit' if sys.maxsize > 2 ** 32 else '32bit'
    try:
        with open(executable, 'rb') as file:
            head = file.read(5)
    except OSError:
        return bits, linkage
    if head[:4] == b'\x7fELF':
        bits = {1: '32bit', 2: '64bit'}.get(head[4], bits)
        linkage = 'ELF'
    return bits, linkage


_LIBRARIES = re.compile(
    rb'(?P<start>__libc_init)|GLIBC_(?P<glibc>[0-9.]+)|(?P<libc>libc(?P<threads>_\w+)?\.so(?:\.(?P<number>\d[0-9.]*))?)'
    rb'|musl-(?P<musl>[0-9.]+)|(?P<loader>(?:libc\.|ld-)musl(?:-\w+)?\.so(?:\.(?P<loaded>\d[0-9.]*))?)', re.ASCII)


def _library_names(file, chunksize):
    """Matches of _LIBRARIES in a file that is read in pieces."""
    data, at = file.read(chunksize), 0
    while at < len(data):
        match = _LIBRARIES.search(data, at)
        if match is None or match.end() == len(data):
            # A name may go on in the next piece.
            if more := file.read(chunksize):
                data, at = data[max(at, len(data) - 1000):] + more, 0
                continue
            if match is None:
                return
        yield {name: text and text.decode('latin-1') for name, text in match.groupdict().items()}
        at = match.end()


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    """Name and version of the C library: as the system says, or by the names in an executable."""
    if not executable:
        try:
            name, _, number = os.confstr('CS_GNU_LIBC_VERSION').partition(' ')
            if number:
                return name, number
        except (AttributeError, ValueError, OSError):
            pass
        executable = sys.executable
        if not executable:
            return lib, version
    best = None

    def newer(number):
        return number if number and (not best or _key(number) > _key(best)) else best

    with open(os.path.realpath(executable), 'rb') as file:
        for found in _library_names(file, chunksize):
            if found['start']:
                lib = lib or 'libc'
            elif found['glibc']:
                best = newer(found['glibc']) if lib == 'glibc' else found['glibc']
                lib = 'glibc'
            elif found['libc']:
                if lib not in ('glibc', 'musl'):
                    lib = 'libc'
                    best = newer(found['number'])
                    threads = found['threads']
                    if threads and not (best or '').endswith(threads):
                        best = (best or '') + threads
            else:
                lib = 'musl'
                best = newer(found['musl'] or found['loaded'])
    return lib, version if best is None else best


def _key(version):
    return [int(part) if part.isdigit() else -1 for part in re.split(r'[._+-]', version)]


def _tidy(text):
    """A name for files: no blanks, one dash in a row."""
    for old, new in (' ', '_'), ('/', '-'), ('\\', '-'), (':', '-'), (';', '-'), ('"', '-'), ('(', '-'), (')', '-'):
        text = text.replace(old, new)
    text = text.replace('unknown', '')
    text = re.sub('-+', '-', text)
    return text.strip('-') if not text.endswith('-') else text.rstrip('-')


_platform_cache = {}


def platform(aliased=False, terse=False):
    """One line that names the system, for people."""
    key = bool(aliased), bool(terse)
    if key in _platform_cache:
        return _platform_cache[key]
    system, node, release, version, machine, processor = uname()
    if machine == processor:
        processor = ''
    if aliased:
        system, release, version = system_alias(system, release, version)
    if system == 'Darwin':
        macos = mac_ver()[0]
        if macos:
            system, release = 'macOS', macos
    if system == 'Linux':
        lib, number = libc_ver()
        parts = [system, release, machine, processor, 'with', lib + number]
    elif terse:
        parts = [system, release]
    else:
        bits, linkage = architecture(sys.executable)
        parts = [system, release, machine, processor, bits, linkage]
    _platform_cache[key] = _tidy('-'.join(part.strip() for part in parts if part))
    return _platform_cache[key]


def system_alias(system, release, version):
    """The names under which systems are sold."""
    if system == 'SunOS' and release >= '5':
        major, _, minor = release.partition('.')
        if major.isdigit():
            system = 'Solaris'
            release = f'{int(major) - 3}.{minor}' if int(major) < 6 and minor else minor or release
    return system, release, version


def mac_ver(release='', versioninfo=('', '', ''), machine=''):
    return release, versioninfo, machine


def win32_ver(release='', version='', csd='', ptype=''):
    return release, version, csd, ptype


def win32_edition():
    return None


def win32_is_iot():
    return False


def java_ver(release='', vendor='', vminfo=('', '', ''), osinfo=('', '', '')):
    import warnings
    warnings.warn("'java_ver' is deprecated and slated for removal in Python 3.15", DeprecationWarning, stacklevel=2)
    return release, vendor, vminfo, osinfo


def ios_ver(system='', release='', model='', is_simulator=False):
    return namedtuple('IOSVersionInfo', 'system release model is_simulator')(system, release, model, is_simulator)


def android_ver(release='', api_level=0, manufacturer='', model='', device='', is_emulator=False):
    make = namedtuple('AndroidVer', 'release api_level manufacturer model device is_emulator')
    return make(release, api_level, manufacturer, model, device, is_emulator)


_os_release_candidates = '/etc/os-release', '/usr/lib/os-release'
_os_release_cache = None


def freedesktop_os_release():
    """The keys of os-release; OSError if there is no such file."""
    global _os_release_cache
    if _os_release_cache is None:
        import errno
        for name in _os_release_candidates:
            try:
                with open(name, encoding='utf-8') as file:
                    _os_release_cache = _parse_os_release(file)
                break
            except OSError as e:
                error = e
        else:
            raise OSError(error.errno, f'Unable to read files {", ".join(_os_release_candidates)}')
    return _os_release_cache.copy()


def _parse_os_release(lines):
    found = {'NAME': 'Linux', 'ID': 'linux', 'PRETTY_NAME': 'Linux'}
    for line in lines:
        match = re.match(r'''([a-zA-Z0-9_]+)=(["']?)(.*)\2$''', line)
        if match:
            found[match[1]] = re.sub(r'\\([\\$"\'`])', r'\1', match[3])
    return found


# ---- the interpreter

_sys_version_cache = {}


def _sys_version(sys_version=None):
    """(name, version, branch, revision, number of the build, its date, compiler) from sys.version."""
    text = sys.version if sys_version is None else sys_version
    found = _sys_version_cache.get(text)
    if found is None:
        match = re.match(r'([\w.+]+)\s*(?:experimental free-threading build\s+)?'
                         r'\(#?([^,)]+)(?:,\s*([\w ]*)(?:,\s*([\w :]*))?)?\)\s*(?:\[([^\]]+)\]?)?', text, re.ASCII)
        if match is None:
            raise ValueError(f'failed to parse CPython sys.version: {text!r}')
        version, number, date, time, compiler = match.groups('')
        name = sys.implementation.name
        name = {'cpython': 'CPython', 'pypy': 'PyPy'}.get(name, name.title())
        parts = version.split('.')
        if len(parts) == 2:
            version += '.0'
        _, branch, revision = getattr(sys, '_git', (name, '', ''))
        found = name, version, branch, revision, number, f'{date} {time}'.strip(), compiler.strip()
        _sys_version_cache[text] = found
    return found


def python_implementation():
    """The name of the interpreter."""
    return _sys_version()[0]


def python_version():
    return _sys_version()[1]


def python_version_tuple():
    return tuple(_sys_version()[1].split('.'))


def python_branch():
    return _sys_version()[2]


def python_revision():
    return _sys_version()[3]


def python_build():
    """Number and date of the build, as far as sys.version tells them."""
    return _sys_version()[4:6]


def python_compiler():
    return _sys_version()[6]


def invalidate_caches():
    """Forgets what was looked up."""
    global _uname_cache, _os_release_cache
    _uname_cache = _os_release_cache = None
    _platform_cache.clear()
    _sys_version_cache.clear()


def _main(args=None):
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('args', nargs='*', choices=['nonaliased', 'terse'])
    parser.add_argument('--terse', action='store_true', help='return only the absolute minimum information to identify the '
                        'platform')
    parser.add_argument('--nonaliased', dest='aliased', action='store_false', default=True,
                        help='disable system/OS name aliasing')
    found = parser.parse_args(args)
    print(platform(found.aliased and 'nonaliased' not in found.args, found.terse or 'terse' in found.args))


if __name__ == '__main__':
    _main()
