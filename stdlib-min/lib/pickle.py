"""Objects as bytes, and back.

`dumps` and `loads` are for bytes, `dump` and `load` for files. Never load a pickle from somebody you do not trust: it
may call whatever there is. The machines are in `_pickle`.
"""

from copyreg import dispatch_table

from _pickle import (
    PickleBuffer, Pickler, Unpickler, _dump, _dumps, _getattribute, _load, _loads, _Stop, dump, dumps, load,
    loads, whichmodule)
from _pickle_ops import (
    DEFAULT_PROTOCOL, HIGHEST_PROTOCOL, OPCODES, PickleError, PicklingError, UnpicklingError,
    decode_long, encode_long)

bytes_types = (bytes, bytearray)
format_version = '5.0'
compatible_formats = ['1.0', '1.1', '1.2', '1.3', '2.0', '3.0', '4.0', '5.0']

globals().update(OPCODES)

# The names of the versions in Python, which are the only ones here.
_Pickler = Pickler
_Unpickler = Unpickler

__all__ = ['PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', 'dump',
           'dumps', 'load', 'loads', 'PickleBuffer', 'DEFAULT_PROTOCOL', 'HIGHEST_PROTOCOL',
           *sorted(OPCODES)]
