"""Streams: the native classes of `_io` under their public names.

Owns the abstract base classes on top of the native ones, and the `Reader` and
`Writer` protocols. Adds nothing to the streams themselves.
"""

import abc
import _io
from _io import (open, open_code, FileIO, BytesIO, StringIO, BufferedReader, BufferedWriter,
                 BufferedRWPair, BufferedRandom, TextIOWrapper, IncrementalNewlineDecoder,
                 UnsupportedOperation, BlockingIOError, DEFAULT_BUFFER_SIZE, text_encoding)

__all__ = ['BlockingIOError', 'open', 'open_code', 'IOBase', 'RawIOBase', 'FileIO', 'BytesIO',
           'StringIO', 'BufferedIOBase', 'BufferedReader', 'BufferedWriter', 'BufferedRWPair',
           'BufferedRandom', 'TextIOBase', 'TextIOWrapper', 'UnsupportedOperation', 'SEEK_SET',
           'SEEK_CUR', 'SEEK_END', 'DEFAULT_BUFFER_SIZE', 'text_encoding',
           'IncrementalNewlineDecoder', 'Reader', 'Writer']

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2

UnsupportedOperation.__module__ = 'io'


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    __doc__ = _io._IOBase.__doc__


class RawIOBase(_io._RawIOBase, IOBase):
    __doc__ = _io._RawIOBase.__doc__


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    __doc__ = _io._BufferedIOBase.__doc__


class TextIOBase(_io._TextIOBase, IOBase):
    __doc__ = _io._TextIOBase.__doc__


RawIOBase.register(FileIO)
for _class in (BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair):
    BufferedIOBase.register(_class)
for _class in (StringIO, TextIOWrapper):
    TextIOBase.register(_class)
del _class


def _has_method(cls, name):
    """NotImplemented, as a subclass hook returns it, unless *cls* defines *name*."""
    for base in cls.__mro__:
        if name in base.__dict__:
            return True if base.__dict__[name] is not None else NotImplemented
    return NotImplemented


class Reader(metaclass=abc.ABCMeta):
    """Anything to read from; generic in what `read` returns."""

    __slots__ = ()

    @abc.abstractmethod
    def read(self, size=..., /):
        """Read up to *size* items, everything by default."""

    @classmethod
    def __subclasshook__(cls, C):
        return _has_method(C, 'read') if cls is Reader else NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


class Writer(metaclass=abc.ABCMeta):
    """Anything to write to; generic in what `write` takes."""

    __slots__ = ()

    @abc.abstractmethod
    def write(self, data, /):
        """Write *data* and return how many items were written."""

    @classmethod
    def __subclasshook__(cls, C):
        return _has_method(C, 'write') if cls is Writer else NotImplemented

    __class_getitem__ = classmethod(type(list[int]))
