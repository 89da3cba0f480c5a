"""Shared values and arrays of C's types.

Without `ctypes` there are the types that have a code: numbers and characters. Their values behave as those of `ctypes`:
integers that do not fit are cut off, others raise TypeError. Structures, unions and pointers need `ctypes`.
"""

import struct

from . import get_context
from . import heap
from .context import assert_spawning

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']


# --- items -------------------------------------------------------------------------------

class _Item:
    """A type: how its values get in and out. Types are compared by identity, so pickles name their code."""

    def __init__(self, code, name, form):
        self.code = code
        self.__name__ = name
        self.form = form
        self.size = struct.calcsize(form)

    def __repr__(self):
        return f"<type '{self.__name__}' of multiprocessing.sharedctypes>"

    def __reduce__(self):
        return _type_of, (self.code,)

    def convert(self, value):
        """What is written for a value."""
        return value

    def parts(self, values):
        """What a slice of values is."""
        return list(values)


class _Integer(_Item):
    def __init__(self, code, name, form):
        super().__init__(code, name, form)
        self.bits = 8 * self.size
        self.signed = form.islower()

    def convert(self, value):
        if isinstance(value, float) or not hasattr(type(value), '__index__'):
            raise TypeError(f'an integer is required (got type {type(value).__name__})')
        value = value.__index__() & ((1 << self.bits) - 1)
        if self.signed and value >> self.bits - 1:
            value -= 1 << self.bits
        return value


class _Float(_Item):
    def convert(self, value):
        if not hasattr(type(value), '__float__') and not hasattr(type(value), '__index__'):
            raise TypeError(f'must be real number, not {type(value).__name__}')
        value = float(value)
        if self.form == 'f':
            try:
                struct.pack('f', value)
            except OverflowError:
                value = float('inf') if value > 0 else float('-inf')
        return value


class _Byte(_Item):
    def convert(self, value):
        if isinstance(value, (bytes, bytearray)) and len(value) == 1:
            return bytes(value)
        if isinstance(value, int) and 0 <= value < 256:
            return bytes([value])
        raise TypeError('one character bytes, bytearray, or an integer in range(256) expected')

    def parts(self, values):
        return b''.join(values)


class _Character(_Item):
    """wchar_t: a code point."""

    def convert(self, value):
        if not isinstance(value, str):
            raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
        if len(value) != 1:
            raise TypeError('one character unicode string expected')
        return ord(value)

    def parts(self, values):
        return ''.join(values)


typecode_to_type = {each.code: each for each in (
    _Byte('c', 'c_char', 'c'), _Character('u', 'c_wchar', 'I'),
    _Integer('b', 'c_byte', 'b'), _Integer('B', 'c_ubyte', 'B'),
    _Integer('h', 'c_short', 'h'), _Integer('H', 'c_ushort', 'H'),
    _Integer('i', 'c_int', 'i'), _Integer('I', 'c_uint', 'I'),
    _Integer('l', 'c_long', 'l'), _Integer('L', 'c_ulong', 'L'),
    _Integer('q', 'c_longlong', 'q'), _Integer('Q', 'c_ulonglong', 'Q'),
    _Float('f', 'c_float', 'f'), _Float('d', 'c_double', 'd'))}


def _type_of(typecode_or_type):
    found = typecode_to_type.get(typecode_or_type) if isinstance(typecode_or_type, str) else None
    if found is None:
        found = typecode_or_type
    if not isinstance(found, _Item):
        raise TypeError(f'{typecode_or_type!r} is no typecode; other types need ctypes, '
                        'which is not available')
    return found


# --- raw objects -------------------------------------------------------------------------

class _Raw:
    """Items in a block of shared memory."""

    def __init__(self, kind, wrapper, length):
        self._type_ = kind
        self._wrapper = wrapper         # the block goes with it
        self._length_ = length
        self._view = wrapper.create_memoryview()

    def _get(self, i):
        kind = self._type_
        value, = struct.unpack_from(kind.form, self._view, i * kind.size)
        return chr(value) if kind.code == 'u' else value

    def _set(self, i, value):
        kind = self._type_
        struct.pack_into(kind.form, self._view, i * kind.size, kind.convert(value))

    def __reduce__(self):
        assert_spawning(self)
        return type(self), (self._type_, self._wrapper, self._length_)

    def __buffer__(self, flags):
        kind = self._type_
        form = 'I' if kind.code == 'u' else kind.form
        return self._view.cast('B').cast(form) if form != 'B' else self._view

    def __copy__(self):
        made = _new(type(self), self._type_, self._length_)
        made._view[:] = self._view
        return made


class _RawValue(_Raw):
    """One item."""

    @property
    def value(self):
        """What it is."""
        return self._get(0)

    @value.setter
    def value(self, value):
        self._set(0, value)

    def __repr__(self):
        return f'{self._type_.__name__}({self.value!r})'


class _RawArray(_Raw):
    """Items by index."""

    def __len__(self):
        return self._length_

    def _index(self, i):
        i = i.__index__()
        if i < 0:
            i += self._length_
        if not 0 <= i < self._length_:
            raise IndexError('invalid index')
        return i

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._type_.parts(map(self._get, range(*i.indices(self._length_))))
        return self._get(self._index(i))

    def __setitem__(self, i, value):
        if not isinstance(i, slice):
            self._set(self._index(i), value)
            return
        where = range(*i.indices(self._length_))
        values = list(value)
        if len(values) != len(where):
            raise ValueError('Can only assign sequence of same size')
        for position, each in zip(where, values):
            self._set(position, each)

    def __iter__(self):
        return map(self._get, range(self._length_))


class _RawString(_RawArray):
    """Characters, which are a text up to the first that is zero."""

    @property
    def value(self):
        """The text."""
        text = self[:]
        end = text.find(b'\0' if self._type_.code == 'c' else '\0')
        return text if end < 0 else text[:end]

    @value.setter
    def value(self, value):
        text = self[:0]
        if not isinstance(value, type(text)):
            raise TypeError(f'{type(text).__name__} expected instead of '
                            f'{type(value).__name__} instance')
        if len(value) > self._length_:
            raise ValueError('byte string too long' if type(text) is bytes else 'string too long')
        self[:len(value)] = value
        if len(value) < self._length_:
            self._set(len(value), b'\0' if type(text) is bytes else '\0')


class _RawBytes(_RawString):
    """Bytes, all of which can be asked for."""

    @property
    def raw(self):
        """All of them."""
        return self[:]

    @raw.setter
    def raw(self, value):
        data = bytes(value)
        if len(data) > self._length_:
            raise ValueError('byte string too long')
        self[:len(data)] = data


def _new(cls, kind, length):
    made = cls(kind, heap.BufferWrapper(kind.size * length), length)
    # Blocks are given away again.
    made._view[:] = bytes(len(made._view))
    return made


def RawValue(typecode_or_type, *args):
    """A shared value."""
    made = _new(_RawValue, _type_of(typecode_or_type), 1)
    if len(args) > 1:
        raise TypeError('too many initializers')
    if args:
        made.value = args[0]
    return made


def RawArray(typecode_or_type, size_or_initializer):
    """A shared array, of zeros if it is given a length."""
    kind = _type_of(typecode_or_type)
    cls = {'c': _RawBytes, 'u': _RawString}.get(kind.code, _RawArray)
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError('Array length must be >= 0')
        return _new(cls, kind, size_or_initializer)
    values = list(size_or_initializer)
    made = _new(cls, kind, len(values))
    for i, value in enumerate(values):
        made._set(i, value)
    return made


def copy(obj):
    """A copy in shared memory."""
    return obj.__copy__()


# --- with a lock -------------------------------------------------------------------------

def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A shared value with a lock: a new one, none, or the one that is given."""
    return _locked(RawValue(typecode_or_type, *args), lock, ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """A shared array with a lock."""
    return _locked(RawArray(typecode_or_type, size_or_initializer), lock, ctx)


def _locked(obj, lock, ctx):
    if lock is False:
        return obj
    if lock in (True, None):
        lock = (ctx or get_context()).RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError(f'{lock!r} has no method \'acquire\'')
    return synchronized(obj, lock, ctx=ctx)


def synchronized(obj, lock=None, ctx=None):
    """The object behind a lock."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    if isinstance(obj, _RawBytes):
        return SynchronizedString(obj, lock, ctx)
    if isinstance(obj, _RawArray):
        return SynchronizedArray(obj, lock, ctx)
    if isinstance(obj, _RawValue):
        return Synchronized(obj, lock, ctx)
    raise TypeError(f'{type(obj).__name__} is no shared value; other types need ctypes, '
                    'which is not available')


class SynchronizedBase:
    """An object and its lock, which single reads and writes take."""

    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = (ctx or get_context()).RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def get_obj(self):
        """The object."""
        return self._obj

    def get_lock(self):
        """The lock."""
        return self._lock

    def __repr__(self):
        return f'<{type(self).__name__} wrapper for {self._obj}>'


def _guarded(name):
    def get(self):
        with self:
            return getattr(self._obj, name)

    def put(self, value):
        with self:
            setattr(self._obj, name, value)

    return property(get, put)


class Synchronized(SynchronizedBase):
    """A value."""

    value = _guarded('value')


class SynchronizedArray(SynchronizedBase):
    """An array."""

    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        with self:
            return self._obj[start:stop]

    def __setslice__(self, start, stop, values):
        with self:
            self._obj[start:stop] = values


class SynchronizedString(SynchronizedArray):
    """An array of bytes."""

    value = _guarded('value')
    raw = _guarded('raw')
