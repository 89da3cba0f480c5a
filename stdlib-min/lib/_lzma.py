"""Compressors, decompressors and filters of LZMA; encoding and decoding themselves are native."""

import operator as _operator

from _lzma_streams import Decoder as _Decoder
from _lzma_streams import Encoder as _Encoder
from _lzma_streams import LZMAError
from _lzma_streams import alone as _alone
from _lzma_streams import is_check_supported

CHECK_NONE, CHECK_CRC32, CHECK_CRC64, CHECK_SHA256 = 0, 1, 4, 10
CHECK_ID_MAX, CHECK_UNKNOWN = 15, 16
FILTER_LZMA1 = 0x4000_0000_0000_0001
FILTER_LZMA2 = 0x21
FILTER_DELTA, FILTER_X86, FILTER_POWERPC, FILTER_IA64, FILTER_ARM, FILTER_ARMTHUMB, FILTER_SPARC = range(3, 10)
FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW = range(4)
MF_HC3, MF_HC4, MF_BT2, MF_BT3, MF_BT4 = 3, 4, 18, 19, 20
MODE_FAST, MODE_NORMAL = 1, 2
PRESET_DEFAULT = 6
PRESET_EXTREME = 1 << 31

_MAX_FILTERS = 4
_LZMA_OPTIONS = 'dict_size', 'lc', 'lp', 'pb', 'mode', 'nice_len', 'mf', 'depth'
# Dictionaries of the presets, as powers of two.
_DICTIONARIES = 18, 20, 21, 22, 22, 23, 23, 24, 25, 26
_BAD_OPTIONS = 'Invalid or unsupported options'


def _unsigned(value, bits=32, name='uint32_t'):
    value = _operator.index(value)
    if value < 0:
        raise ValueError('Cannot convert negative int')
    if value >> bits:
        raise OverflowError(f'Python int too large for C {name}')
    return value


def _entry(spec, name):
    """A value of a filter specifier, None if it is not there."""
    try:
        return spec[name]
    except KeyError:
        return None


def _entries(spec, names, kind):
    """The values under names, None for what is missing; no others may be there."""
    if set(spec) - {'id', *names}:
        raise ValueError(f'Invalid filter specifier for {kind} filter')
    values = [_entry(spec, name) for name in names]
    try:
        return [None if v is None else _unsigned(v) for v in values]
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f'Invalid filter specifier for {kind} filter') from None


def _id_of(spec):
    if not hasattr(type(spec), '__getitem__'):
        raise TypeError('Filter specifier must be a dict or dict-like object')
    if (number := _entry(spec, 'id')) is None:
        raise ValueError('Filter specifier must have an "id" entry')
    return _unsigned(number, 64, 'lzma_vli')


def _lzma_options(spec):
    """(preset, options) of an LZMA filter."""
    preset = _entry(spec, 'preset')
    preset = PRESET_DEFAULT if preset is None else _unsigned(preset)
    if preset & ~PRESET_EXTREME > 9:
        raise LZMAError(f'Invalid compression preset: {preset}')
    return preset, _entries(spec, ('preset', *_LZMA_OPTIONS), 'LZMA')[1:]


def _properties(number, spec):
    """The bytes that stand for a filter that is not LZMA."""
    if number == FILTER_DELTA:
        distance, = _entries(spec, ('dist',), 'delta')
        distance = 1 if distance is None else distance
        if not 1 <= distance <= 256:
            raise LZMAError(_BAD_OPTIONS)
        return bytes([distance - 1])
    if not FILTER_X86 <= number <= FILTER_SPARC:
        raise ValueError(f'Invalid filter ID: {number}')
    offset, = _entries(spec, ('start_offset',), 'BCJ')
    return offset.to_bytes(4, 'little') if offset else b''


def _native(spec):
    """A filter specifier as the native code takes it."""
    number = _id_of(spec)
    if number in (FILTER_LZMA1, FILTER_LZMA2):
        preset, options = _lzma_options(spec)
        return 1 if number == FILTER_LZMA1 else number, preset, *options
    return number, _properties(number, spec)


def _chain(filters):
    if isinstance(filters, dict):
        raise TypeError('dict is not a sequence')
    count = len(filters)
    if count > _MAX_FILTERS:
        raise ValueError(f'Too many filters - liblzma supports a maximum of {_MAX_FILTERS}')
    return tuple(_native(filters[i]) for i in range(count))


def _encode_filter_properties(filter):
    """The properties of a filter as they stand in files."""
    number = _id_of(filter)
    if number not in (FILTER_LZMA1, FILTER_LZMA2):
        return _properties(number, filter)
    preset, (size, lc, lp, pb, *_) = _lzma_options(filter)
    if size is None:
        size = 1 << _DICTIONARIES[preset & 0xf]
    if number == FILTER_LZMA2:
        return bytes([next((code for code in range(40) if _dictionary(code) >= size), 40)])
    lc, lp, pb = 3 if lc is None else lc, lp or 0, 2 if pb is None else pb
    if lc + lp > 4 or pb > 4:
        raise LZMAError('Internal error')
    return bytes([(pb * 5 + lp) * 9 + lc]) + size.to_bytes(4, 'little')


def _dictionary(code):
    """The size of a dictionary from its code of one byte."""
    return 0xffff_ffff if code == 40 else (2 | code & 1) << code // 2 + 11


def _decode_filter_properties(filter_id, encoded_props, /):
    """The filter specifier for properties."""
    number = _unsigned(filter_id, 64, 'lzma_vli')
    data = bytes(memoryview(encoded_props))
    found = {'id': number}
    if number == FILTER_LZMA1 and len(data) == 5 and data[0] < 225:
        found['lc'], found['lp'], found['pb'] = data[0] % 9, data[0] // 9 % 5, data[0] // 45
        found['dict_size'] = int.from_bytes(data[1:], 'little')
        if found['lc'] + found['lp'] <= 4:
            return found
    elif number == FILTER_LZMA2 and len(data) == 1 and data[0] <= 40:
        found['dict_size'] = _dictionary(data[0])
        return found
    elif number == FILTER_DELTA and len(data) == 1:
        found['dist'] = data[0] + 1
        return found
    elif FILTER_X86 <= number <= FILTER_SPARC and len(data) in (0, 4):
        if offset := int.from_bytes(data, 'little'):
            found['start_offset'] = offset
        return found
    raise LZMAError(_BAD_OPTIONS)


def _no_pickle(self):
    raise TypeError(f"cannot pickle '{type(self).__module__}.{type(self).__qualname__}' object")


class LZMACompressor:
    """Compresses in parts: LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)."""

    __slots__ = ('_encoder',)

    def __new__(cls, format=FORMAT_XZ, check=-1, preset=None, filters=None):
        self = object.__new__(cls)
        format, check = _operator.index(format), _operator.index(check)
        if preset is not None and filters is not None:
            raise ValueError('Cannot specify both preset and filter chain')
        preset = PRESET_DEFAULT if preset is None else _unsigned(preset)
        if format not in (FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW):
            raise ValueError(f'Invalid container format: {format}')
        if format != FORMAT_XZ and check not in (-1, CHECK_NONE):
            raise ValueError('Integrity checks are only supported by FORMAT_XZ')
        if format == FORMAT_RAW and filters is None:
            raise ValueError('Must specify filters for FORMAT_RAW')
        chain = None if filters is None else _chain(filters)
        if check == -1:
            check = CHECK_CRC64 if format == FORMAT_XZ else CHECK_NONE
        if format == FORMAT_ALONE and chain is not None:
            if len(chain) != 1 or chain[0][0] != 1:
                raise ValueError('Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter')
            self._encoder = _alone(chain[0])
        elif chain is not None and not chain:
            raise LZMAError('Internal error')
        else:
            self._encoder = _Encoder(format, check, preset, chain)
        return self

    def compress(self, data, /):
        """Compresses a part; gives what is finished of the stream."""
        return self._encoder.compress(data)

    def flush(self):
        """Gives what is left of the stream."""
        return self._encoder.flush()

    __reduce__ = _no_pickle


class LZMADecompressor:
    """Decompresses one stream in parts: LZMADecompressor(format=FORMAT_AUTO, memlimit=None, filters=None)."""

    __slots__ = ('_decoder',)

    def __new__(cls, format=FORMAT_AUTO, memlimit=None, filters=None):
        self = object.__new__(cls)
        format = _operator.index(format)
        if memlimit is not None:
            if format == FORMAT_RAW:
                raise ValueError('Cannot specify memory limit with FORMAT_RAW')
            # No machine has more than fits the native code's numbers.
            memlimit = min(_unsigned(memlimit, 64, 'uint64_t'), (1 << 62) - 1)
        if format == FORMAT_RAW and filters is None:
            raise ValueError('Must specify filters for FORMAT_RAW')
        if format != FORMAT_RAW and filters is not None:
            raise ValueError('Cannot specify filters except with FORMAT_RAW')
        if format not in (FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW):
            raise ValueError(f'Invalid container format: {format}')
        chain = None if filters is None else _chain(filters)
        if chain is not None and not chain:
            raise LZMAError('Internal error')
        self._decoder = _Decoder(format, memlimit, chain)
        return self

    def decompress(self, data, max_length=-1):
        """Decompresses a part, to at most max_length bytes if that is not negative."""
        return self._decoder.decompress(data, max_length)

    @property
    def check(self):
        """The number of the integrity check, CHECK_UNKNOWN before it has been read."""
        return self._decoder.check

    @property
    def eof(self):
        """Whether the end of the stream was reached."""
        return self._decoder.eof

    @property
    def needs_input(self):
        """Whether there is no more output without more input."""
        return self._decoder.needs_input

    @property
    def unused_data(self):
        """What stood behind the end of the stream."""
        return self._decoder.unused_data

    __reduce__ = _no_pickle
