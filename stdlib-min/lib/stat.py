"""Names for the fields and mode bits that `os.stat` reports.

Owns the constants and the mode predicates. The values are the POSIX ones; a
native `_stat`, where there is one, replaces the predicates for speed.
"""

ST_MODE, ST_INO, ST_DEV, ST_NLINK, ST_UID, ST_GID, ST_SIZE, ST_ATIME, ST_MTIME, ST_CTIME = range(10)

# File types: the four top bits of a mode.
S_IFIFO = 0o010000
S_IFCHR = 0o020000
S_IFDIR = 0o040000
S_IFBLK = 0o060000
S_IFREG = 0o100000
S_IFLNK = 0o120000
S_IFSOCK = 0o140000
S_IFDOOR = S_IFPORT = S_IFWHT = 0

# Permission bits.
S_ISUID = 0o4000
S_ISGID = S_ENFMT = 0o2000
S_ISVTX = 0o1000
S_IRWXU, S_IRWXG, S_IRWXO = 0o700, 0o070, 0o007
S_IRUSR = S_IREAD = 0o400
S_IWUSR = S_IWRITE = 0o200
S_IXUSR = S_IEXEC = 0o100
S_IRGRP, S_IWGRP, S_IXGRP = 0o040, 0o020, 0o010
S_IROTH, S_IWOTH, S_IXOTH = 0o004, 0o002, 0o001

# BSD file flags, kept for scripts that name them.
UF_SETTABLE = 0x0000FFFF
UF_NODUMP, UF_IMMUTABLE, UF_APPEND, UF_OPAQUE, UF_NOUNLINK = 1, 2, 4, 8, 16
UF_COMPRESSED, UF_TRACKED, UF_DATAVAULT, UF_HIDDEN = 0x20, 0x40, 0x80, 0x8000
SF_SETTABLE = 0xFFFF0000
SF_ARCHIVED, SF_IMMUTABLE, SF_APPEND = 0x10000, 0x20000, 0x40000
SF_RESTRICTED, SF_NOUNLINK, SF_SNAPSHOT = 0x80000, 0x100000, 0x200000
SF_FIRMLINK, SF_DATALESS = 0x800000, 0x40000000

# Windows attribute bits, likewise.
FILE_ATTRIBUTE_READONLY, FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM = 1, 2, 4
FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_ARCHIVE, FILE_ATTRIBUTE_DEVICE = 16, 32, 64
FILE_ATTRIBUTE_NORMAL, FILE_ATTRIBUTE_TEMPORARY, FILE_ATTRIBUTE_SPARSE_FILE = 128, 256, 512
FILE_ATTRIBUTE_REPARSE_POINT, FILE_ATTRIBUTE_COMPRESSED = 1024, 2048
FILE_ATTRIBUTE_OFFLINE, FILE_ATTRIBUTE_NOT_CONTENT_INDEXED = 4096, 8192
FILE_ATTRIBUTE_ENCRYPTED, FILE_ATTRIBUTE_INTEGRITY_STREAM = 16384, 32768
FILE_ATTRIBUTE_VIRTUAL, FILE_ATTRIBUTE_NO_SCRUB_DATA = 65536, 131072


def S_IMODE(mode):
    """The bits that chmod() can set."""
    return mode & 0o7777


def S_IFMT(mode):
    """The bits that tell the file type."""
    return mode & 0o170000


def S_ISDIR(mode):
    """True for a directory."""
    return mode & 0o170000 == 0o040000


def S_ISCHR(mode):
    """True for a character device."""
    return mode & 0o170000 == 0o020000


def S_ISBLK(mode):
    """True for a block device."""
    return mode & 0o170000 == 0o060000


def S_ISREG(mode):
    """True for a regular file."""
    return mode & 0o170000 == 0o100000


def S_ISFIFO(mode):
    """True for a named pipe."""
    return mode & 0o170000 == 0o010000


def S_ISLNK(mode):
    """True for a symbolic link."""
    return mode & 0o170000 == 0o120000


def S_ISSOCK(mode):
    """True for a socket."""
    return mode & 0o170000 == 0o140000


def S_ISDOOR(mode):
    """Doors exist on Solaris only."""
    return False


def S_ISPORT(mode):
    """Event ports exist on Solaris only."""
    return False


def S_ISWHT(mode):
    """Whiteouts exist on BSD only."""
    return False


_TYPE_CHARS = {S_IFLNK: 'l', S_IFSOCK: 's', S_IFREG: '-', S_IFBLK: 'b',
               S_IFDIR: 'd', S_IFCHR: 'c', S_IFIFO: 'p'}


def filemode(mode):
    """The ten characters that `ls -l` shows for *mode*."""
    out = [_TYPE_CHARS.get(mode & 0o170000, '?')]
    for shift, special, letter in ((6, S_ISUID, 's'), (3, S_ISGID, 's'), (0, S_ISVTX, 't')):
        bits = mode >> shift
        out.append('r' if bits & 4 else '-')
        out.append('w' if bits & 2 else '-')
        if mode & special:
            out.append(letter if bits & 1 else letter.upper())
        else:
            out.append('x' if bits & 1 else '-')
    return ''.join(out)


try:
    from _stat import *
except ImportError:
    pass
