"""What may be extracted: filters, and what they refuse."""

import os

from _tar_format import TarError


class FilterError(TarError):
    """Base of refusals."""


class AbsolutePathError(FilterError):
    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f'member {tarinfo.name!r} has an absolute path')


class OutsideDestinationError(FilterError):
    def __init__(self, tarinfo, path):
        self.tarinfo = tarinfo
        self._path = path
        super().__init__(f'{tarinfo.name!r} would be extracted to {path!r}, which is outside the destination')


class SpecialFileError(FilterError):
    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f'{tarinfo.name!r} is a special file')


class AbsoluteLinkError(FilterError):
    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f'{tarinfo.name!r} is a link to an absolute path')


class LinkOutsideDestinationError(FilterError):
    def __init__(self, tarinfo, path):
        self.tarinfo = tarinfo
        self._path = path
        super().__init__(f'{tarinfo.name!r} would link to {path!r}, which is outside the destination')


class LinkFallbackError(FilterError):
    def __init__(self, tarinfo, path):
        self.tarinfo = tarinfo
        self._path = path
        super().__init__(f'link {tarinfo.name!r} would be extracted as a copy of {path!r}, which was rejected')


def _real(*parts):
    return os.path.realpath(os.path.join(*parts), strict=os.path.ALLOW_MISSING)


def _is_below(path, home):
    return os.path.commonpath([path, home]) == home


def _changes(member, dest_path, for_data):
    """What has to be changed in a member; FilterError if nothing can make it harmless."""
    changes = {}
    name = member.name
    home = _real(dest_path)
    if name.startswith('/'):
        name = changes['name'] = member.path.lstrip('/')
    if os.path.isabs(name):
        raise AbsolutePathError(member)
    if '..' in name.split('/') and os.path.normpath(name) != name:
        # What is not there yet must not hide where the path leads.
        name = changes['name'] = os.path.normpath(name)
    target = _real(home, name)
    link = member.islnk() or member.issym()
    if not _is_below(target, home) or link and os.path.normpath(name) == os.curdir:
        raise OutsideDestinationError(member, target)
    if member.mode is not None:
        mode = _mode(member) if for_data else member.mode & 0o755
        if mode != member.mode:
            changes['mode'] = mode
    if for_data:
        for owner in 'uid', 'gid', 'uname', 'gname':
            if getattr(member, owner) is not None:
                changes[owner] = None
        if link:
            changes.update(_link_changes(member, name, home))
    return changes


def _mode(member):
    """Permissions of data: no writing for others, no special bits; None for directories and links."""
    mode = member.mode & 0o755
    if member.isreg() or member.islnk():
        if not mode & 0o100:
            # What the owner cannot execute nobody can.
            mode &= ~0o111
        return mode | 0o600
    if member.isdir() or member.issym():
        return None
    raise SpecialFileError(member)


def _link_changes(member, name, home):
    if os.path.isabs(member.linkname):
        raise AbsoluteLinkError(member)
    link = os.path.normpath(member.linkname)
    above = os.path.dirname(name.rstrip('/')) if member.issym() else ''
    target = _real(home, above, link)
    if not _is_below(target, home):
        raise LinkOutsideDestinationError(member, target)
    return {'linkname': link} if link != member.linkname else {}


def fully_trusted_filter(member, dest_path):
    """Everything as it is."""
    return member


def tar_filter(member, dest_path):
    """Nothing outside of the destination, no writing for others."""
    changes = _changes(member, dest_path, False)
    return member.replace(**changes, deep=False) if changes else member


def data_filter(member, dest_path):
    """Nothing that is not data: no devices, no owners, no links that lead out."""
    changes = _changes(member, dest_path, True)
    return member.replace(**changes, deep=False) if changes else member


NAMED_FILTERS = {'fully_trusted': fully_trusted_filter, 'tar': tar_filter, 'data': data_filter}

for _it in (FilterError, AbsolutePathError, OutsideDestinationError, SpecialFileError, AbsoluteLinkError,
            LinkOutsideDestinationError, LinkFallbackError, fully_trusted_filter, tar_filter, data_filter):
    _it.__module__ = 'tarfile'
del _it
