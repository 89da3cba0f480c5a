"""Archives of directories, by name of their format; `shutil` shows this."""

import errno
import os
import stat
import sys

__all__ = ['ReadError', 'RegistryError', 'get_archive_formats', 'get_unpack_formats', 'make_archive',
           'register_archive_format', 'register_unpack_format', 'unpack_archive', 'unregister_archive_format',
           'unregister_unpack_format']


class ReadError(OSError):
    """The archive cannot be read."""


class RegistryError(Exception):
    """The ending belongs to another format."""


for _class in ReadError, RegistryError:
    _class.__module__ = 'shutil'
del _class


def _number(module, function, name):
    """The number of a user or group, None if there is no such name."""
    if name is None:
        return None
    try:
        return getattr(__import__(module), function)(name)[2]
    except (ImportError, KeyError):
        return None


def _prepare(path, logger, dry_run):
    """Makes the directory of an archive."""
    folder = os.path.dirname(path)
    if folder and not os.path.exists(folder):
        if logger is not None:
            logger.info('creating %s', folder)
        if not dry_run:
            os.makedirs(folder)


def _make_tarball(base_name, base_dir, compress=None, verbose=0, dry_run=0, owner=None, group=None, logger=None,
                  root_dir=None):
    name = f'{base_name}.tar' + (f'.{compress}' if compress else '')
    _prepare(name, logger, dry_run)
    if logger is not None:
        logger.info('Creating tar archive')
    uid, gid = _number('pwd', 'getpwnam', owner), _number('grp', 'getgrnam', group)

    def owned(member):
        if gid is not None:
            member.gid, member.gname = gid, group
        if uid is not None:
            member.uid, member.uname = uid, owner
        return member

    if not dry_run:
        import tarfile
        source = base_dir if root_dir is None else os.path.join(root_dir, base_dir)
        with tarfile.open(name, f'w|{compress or ""}') as archive:
            archive.add(source, base_dir, filter=owned)
    return name if root_dir is None else os.path.abspath(name)


def _make_zipfile(base_name, base_dir, verbose=0, dry_run=0, owner=None, group=None, logger=None, root_dir=None):
    name = f'{base_name}.zip'
    _prepare(base_name, logger, dry_run)
    if logger is not None:
        logger.info("creating '%s' and adding '%s' to it", name, base_dir)
    if not dry_run:
        import zipfile
        home = os.path.normpath(base_dir if root_dir is None else os.path.join(root_dir, base_dir))
        with zipfile.ZipFile(name, 'w', compression=zipfile.ZIP_DEFLATED) as archive:

            def add(path, inside):
                archive.write(path, inside)
                if logger is not None:
                    logger.info("adding '%s'", path)

            if os.path.normpath(base_dir) != os.curdir:
                add(home, os.path.normpath(base_dir))
            for folder, folders, files in os.walk(home):
                inside = os.path.normpath(folder if root_dir is None else os.path.relpath(folder, root_dir))
                for child in sorted(folders):
                    add(os.path.join(folder, child), os.path.join(inside, child))
                for child in files:
                    path = os.path.normpath(os.path.join(folder, child))
                    if os.path.isfile(path):
                        add(path, os.path.join(inside, child))
    return name if root_dir is None else os.path.abspath(name)


# These take root_dir, so that the working directory, which all threads share, need not change.
_make_tarball.supports_root_dir = _make_zipfile.supports_root_dir = True

# Name: (function, arguments, description).
_ARCHIVE_FORMATS = {
    'tar': (_make_tarball, [('compress', None)], 'uncompressed tar file'),
    'gztar': (_make_tarball, [('compress', 'gz')], "gzip'ed tar-file"),
    'zip': (_make_zipfile, [], 'ZIP file'),
    'bztar': (_make_tarball, [('compress', 'bz2')], "bzip2'ed tar-file"),
    'xztar': (_make_tarball, [('compress', 'xz')], "xz'ed tar-file"),
}


def get_archive_formats():
    """(name, description) of the formats that make_archive knows."""
    return sorted((name, info[2]) for name, info in _ARCHIVE_FORMATS.items())


def register_archive_format(name, function, extra_args=None, description=''):
    """Adds a format: function(base_name, base_dir, **arguments) makes an archive and gives its name."""
    extra_args = [] if extra_args is None else extra_args
    if not callable(function):
        raise TypeError(f'The {function} object is not callable')
    if not isinstance(extra_args, (tuple, list)):
        raise TypeError('extra_args needs to be a sequence')
    for element in extra_args:
        if not isinstance(element, (tuple, list)) or len(element) != 2:
            raise TypeError('extra_args elements are : (arg_name, value)')
    _ARCHIVE_FORMATS[name] = function, extra_args, description


def unregister_archive_format(name):
    del _ARCHIVE_FORMATS[name]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None, group=None, logger=None):
    """Makes an archive of base_dir, seen from root_dir; its name, which is base_name with an ending."""
    sys.audit('shutil.make_archive', base_name, format, root_dir, base_dir)
    if format not in _ARCHIVE_FORMATS:
        raise ValueError(f"unknown archive format '{format}'")
    function, arguments, _ = _ARCHIVE_FORMATS[format]
    kwargs = {'dry_run': dry_run, 'logger': logger, 'owner': owner, 'group': group, **dict(arguments)}
    base_dir = os.curdir if base_dir is None else base_dir
    if root_dir is None:
        return function(base_name, base_dir, **kwargs)
    if not stat.S_ISDIR(os.stat(root_dir).st_mode):
        raise NotADirectoryError(errno.ENOTDIR, 'Not a directory', root_dir)
    if getattr(function, 'supports_root_dir', False):
        return function(os.fspath(base_name), base_dir, root_dir=root_dir, **kwargs)
    before = os.getcwd()
    if logger is not None:
        logger.debug("changing into '%s'", root_dir)
    base_name = os.path.abspath(base_name)
    if not dry_run:
        os.chdir(root_dir)
    try:
        return function(base_name, base_dir, **kwargs)
    finally:
        if logger is not None:
            logger.debug("changing back to '%s'", before)
        os.chdir(before)


def _unpack_zipfile(filename, extract_dir):
    import zipfile
    if not zipfile.is_zipfile(filename):
        raise ReadError(f'{filename} is not a zip file')
    with zipfile.ZipFile(filename) as archive:
        archive._ignore_invalid_names = True
        archive.extractall(extract_dir)


def _unpack_tarfile(filename, extract_dir, *, filter=None):
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError(f'{filename} is not a compressed or uncompressed tar file') from None
    with archive:
        archive.extractall(extract_dir, filter=filter)


# Name: (endings, function, arguments, description).
_UNPACK_FORMATS = {
    'tar': (['.tar'], _unpack_tarfile, [], 'uncompressed tar file'),
    'zip': (['.zip'], _unpack_zipfile, [], 'ZIP file'),
    'gztar': (['.tar.gz', '.tgz'], _unpack_tarfile, [], "gzip'ed tar-file"),
    'bztar': (['.tar.bz2', '.tbz2'], _unpack_tarfile, [], "bzip2'ed tar-file"),
    'xztar': (['.tar.xz', '.txz'], _unpack_tarfile, [], "xz'ed tar-file"),
}


def get_unpack_formats():
    """(name, endings, description) of the formats that unpack_archive knows."""
    return sorted((name, info[0], info[3]) for name, info in _UNPACK_FORMATS.items())


def register_unpack_format(name, extensions, function, extra_args=None, description=''):
    """Adds a format: function(filename, extract_dir, **arguments) unpacks files with these endings."""
    known = {ending: other for other, info in _UNPACK_FORMATS.items() for ending in info[0]}
    for ending in extensions:
        if ending in known:
            raise RegistryError(f'{ending} is already registered for "{known[ending]}"')
    if not callable(function):
        raise TypeError('The registered function must be a callable')
    _UNPACK_FORMATS[name] = extensions, function, [] if extra_args is None else extra_args, description


def unregister_unpack_format(name):
    del _UNPACK_FORMATS[name]


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpacks an archive, by default into the working directory; without a format the ending tells it."""
    sys.audit('shutil.unpack_archive', filename, extract_dir, format)
    extract_dir = os.fspath(os.getcwd() if extract_dir is None else extract_dir)
    filename = os.fspath(filename)
    if format is None:
        format = next((name for name, info in _UNPACK_FORMATS.items() if filename.endswith(tuple(info[0]))), None)
        if format is None:
            raise ReadError(f"Unknown archive format '{filename}'")
    elif format not in _UNPACK_FORMATS:
        raise ValueError(f"Unknown unpack format '{format}'")
    _, function, arguments, _ = _UNPACK_FORMATS[format]
    given = {} if filter is None else {'filter': filter}
    function(filename, extract_dir, **dict(arguments), **given)
