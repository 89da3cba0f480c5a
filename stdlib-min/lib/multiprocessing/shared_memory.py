"""Memory that processes find by its name, and lists in it."""

import mmap
import os
import secrets
import struct
import types
from functools import partial

import _posixshmem

from . import resource_tracker

__all__ = ['SharedMemory', 'ShareableList']


_USE_POSIX = True
_SHM_NAME_PREFIX = '/psm_'


def _make_filename():
    """A name that is probably free; some systems take no more than 14 characters."""
    return _SHM_NAME_PREFIX + secrets.token_hex(4)


class SharedMemory:
    """A block of shared memory: a new one, or that of a name.

    It exists until somebody calls unlink() and all who have it are gone; the resource tracker does the first for a
    program that forgets, unless it was told not to track the block.
    """

    # There even if the constructor has failed.
    _name = None
    _fd = -1
    _mmap = None
    _buf = None
    _flags = os.O_RDWR
    _mode = 0o600
    _prepend_leading_slash = True
    _track = True

    def __init__(self, name=None, create=False, size=0, *, track=True):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create:
            self._flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
            if size == 0:
                raise ValueError("'size' must be a positive number different from zero")
        if name is None and not self._flags & os.O_EXCL:
            raise ValueError("'name' can only be None if create=True")
        self._track = track
        if name is None:
            self._open_new()
        else:
            self._open('/' + name if self._prepend_leading_slash else name)
        try:
            if create:
                os.ftruncate(self._fd, size)
            self._size = os.fstat(self._fd).st_size
            self._mmap = mmap.mmap(self._fd, self._size)
        except OSError:
            self.unlink()
            raise
        if track:
            resource_tracker.register(self._name, 'shared_memory')
        self._buf = memoryview(self._mmap)

    def _open(self, name):
        self._fd = _posixshmem.shm_open(name, self._flags, mode=self._mode)
        self._name = name

    def _open_new(self):
        while True:
            try:
                return self._open(_make_filename())
            except FileExistsError:
                pass

    def __del__(self):
        try:
            self.close()
        except OSError:
            pass

    def __reduce__(self):
        return type(self), (self.name, False, self.size)

    def __repr__(self):
        return f'{type(self).__name__}({self.name!r}, size={self.size})'

    @property
    def buf(self):
        """The bytes; None once it is closed."""
        return self._buf

    @property
    def name(self):
        """What others open it by."""
        name = self._name
        return name.removeprefix('/') if self._prepend_leading_slash else name

    @property
    def size(self):
        """Number of bytes, whole pages on some systems."""
        return self._size

    def close(self):
        """Do without it in this process."""
        buf, self._buf = self._buf, None
        if buf is not None:
            buf.release()
        if self._mmap is not None:
            self._mmap.close()
            self._mmap = None
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def unlink(self):
        """Take the name away, once for all processes."""
        if self._name:
            _posixshmem.shm_unlink(self._name)
            if self._track:
                resource_tracker.unregister(self._name, 'shared_memory')


_UNIT = 8           # bytes of numbers, and what texts are rounded up to


class ShareableList:
    """A list of fixed length in shared memory: of int, float, bool, str, bytes and None.

    Its layout: the length, the position of each item and of the end, the items, the format of each item in eight bytes,
    a byte for each item that tells what becomes of what the format gives. A text may be replaced by one for which there
    is room; trailing zero bytes of texts are lost.
    """

    _types_mapping = {int: 'q', float: 'd', bool: 'xxxxxxx?', str: '%ds', bytes: '%ds',
                      type(None): 'xxxxxx?x'}
    _alignment = _UNIT
    _back_transforms_mapping = {
        0: lambda value: value,
        1: lambda value: value.rstrip(b'\0').decode('utf8'),
        2: lambda value: value.rstrip(b'\0'),
        3: lambda value: None,
    }

    @staticmethod
    def _extract_recreation_code(value):
        """The key of `_back_transforms_mapping` for a value."""
        if value is None:
            return 3
        return 1 if isinstance(value, str) else 2 if isinstance(value, bytes) else 0

    def __init__(self, sequence=None, *, name=None):
        if name is not None and sequence is None:
            self.shm = SharedMemory(name)
            self._list_len = len(self)
            self._allocated_offsets = list(self._read(self._format_size_metainfo, _UNIT))
            return
        sequence = list(sequence or ())
        formats = []
        offsets = [0]
        for item in sequence:
            form = self._types_mapping[type(item)]
            room = _UNIT
            if isinstance(item, (str, bytes)):
                # By characters, but at least what they need.
                room *= max(len(item) // _UNIT + 1, -(-len(_encoded(item)) // _UNIT))
                form %= room
            assert len(form) <= 8
            formats.append(form)
            offsets.append(offsets[-1] + room)
        self._list_len = len(formats)
        self._allocated_offsets = offsets
        size = struct.calcsize(f"q{self._format_size_metainfo}{''.join(formats)}"
                               f'{self._format_packing_metainfo}'
                               f'{self._format_back_transform_codes}')
        self.shm = SharedMemory(name, create=True, size=size)
        self._write('q' + self._format_size_metainfo, 0, self._list_len, *offsets)
        self._write(''.join(formats), self._offset_data_start, *map(_encoded, sequence))
        self._write(self._format_packing_metainfo, self._offset_packing_formats,
                    *(form.encode() for form in formats))
        self._write(self._format_back_transform_codes, self._offset_back_transform_codes,
                    *map(self._extract_recreation_code, sequence))

    def _read(self, form, at):
        return struct.unpack_from(form, self.shm.buf, at)

    def _write(self, form, at, *values):
        struct.pack_into(form, self.shm.buf, at, *values)

    # the parts of the layout

    @property
    def _format_size_metainfo(self):
        return 'q' * (self._list_len + 1)

    @property
    def _format_packing_metainfo(self):
        return '8s' * self._list_len

    @property
    def _format_back_transform_codes(self):
        return 'b' * self._list_len

    @property
    def _offset_data_start(self):
        return (self._list_len + 2) * _UNIT

    @property
    def _offset_packing_formats(self):
        return self._offset_data_start + self._allocated_offsets[-1]

    @property
    def _offset_back_transform_codes(self):
        return self._offset_packing_formats + self._list_len * 8

    def _position(self, position, message):
        if position < 0:
            position += self._list_len
        if not 0 <= position < self._list_len:
            raise IndexError(message)
        return position

    def _get_packing_format(self, position):
        """The format of an item."""
        position = self._position(position, 'Requested position out of range.')
        form, = self._read('8s', self._offset_packing_formats + position * 8)
        return form.rstrip(b'\0').decode()

    # a list

    def __getitem__(self, position):
        position = self._position(position, 'index out of range')
        start = self._offset_data_start + self._allocated_offsets[position]
        value, = self._read(self._get_packing_format(position), start)
        code, = self._read('b', self._offset_back_transform_codes + position)
        return self._back_transforms_mapping[code](value)

    def __setitem__(self, position, value):
        position = self._position(position, 'assignment index out of range')
        start, end = self._allocated_offsets[position:position + 2]
        form = self._types_mapping[type(value)]
        data = _encoded(value)
        if isinstance(data, bytes):
            if len(data) > end - start:
                raise ValueError('bytes/str item exceeds available storage')
            form %= end - start
        self._write('8s', self._offset_packing_formats + position * 8, form.encode())
        self._write('b', self._offset_back_transform_codes + position,
                    self._extract_recreation_code(value))
        self._write(form, self._offset_data_start + start, data)

    def __len__(self):
        return self._read('q', 0)[0]

    def __reduce__(self):
        return partial(type(self), name=self.shm.name), ()

    def __repr__(self):
        return f'{type(self).__name__}({list(self)}, name={self.shm.name!r})'

    @property
    def format(self):
        """The formats of all items, one behind the other."""
        return ''.join(map(self._get_packing_format, range(self._list_len)))

    def count(self, value):
        """How many items are equal to a value."""
        return sum(value == item for item in self)

    def index(self, value):
        """The position of the first item that is equal to a value."""
        for position, item in enumerate(self):
            if value == item:
                return position
        raise ValueError('ShareableList.index(x): x not in list')

    __class_getitem__ = classmethod(types.GenericAlias)


def _encoded(value):
    return value.encode('utf8') if isinstance(value, str) else value
