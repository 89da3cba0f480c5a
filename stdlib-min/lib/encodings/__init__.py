"""The encodings that are known by name.

Owns the table of names and the description of each codec, made when it is first
looked up: the Unicode encodings, ASCII, Latin-1, byte tables (`_tables`), and the
transforms `rot13`, `hex`, `base64`, `quopri`, `uu`, `zlib` and `bz2`.
"""

import codecs
import _codecs


class CodecRegistryError(LookupError, SystemError):
    """A codec that does not look like one."""


def normalize_encoding(encoding):
    """*encoding* with everything but letters, digits and dots as single underscores."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, 'ascii')
    words = []
    word = ''
    for char in encoding:
        if char.isalnum() and char.isascii() or char == '.':
            word += char
        elif word:
            words.append(word)
            word = ''
    if word:
        words.append(word)
    return '_'.join(words)


_ALIASES = {
    'utf8': 'utf_8', 'u8': 'utf_8', 'utf': 'utf_8', 'utf8_ucs2': 'utf_8', 'utf8_ucs4': 'utf_8',
    'cp65001': 'utf_8', 'utf_8': 'utf_8', 'utf_8_sig': 'utf_8_sig', 'utf8_sig': 'utf_8_sig',
    'utf_16': 'utf_16', 'u16': 'utf_16', 'utf16': 'utf_16', 'utf_16_le': 'utf_16_le',
    'utf_16le': 'utf_16_le', 'unicodelittleunmarked': 'utf_16_le', 'utf_16_be': 'utf_16_be',
    'utf_16be': 'utf_16_be', 'unicodebigunmarked': 'utf_16_be', 'utf_32': 'utf_32',
    'u32': 'utf_32', 'utf32': 'utf_32', 'utf_32_le': 'utf_32_le', 'utf_32le': 'utf_32_le',
    'utf_32_be': 'utf_32_be', 'utf_32be': 'utf_32_be', 'utf_7': 'utf_7', 'u7': 'utf_7',
    'utf7': 'utf_7', 'unicode_1_1_utf_7': 'utf_7', 'ascii': 'ascii', '646': 'ascii',
    'ansi_x3.4_1968': 'ascii', 'ansi_x3_4_1968': 'ascii', 'us': 'ascii', 'us_ascii': 'ascii',
    'cp367': 'ascii', 'csascii': 'ascii', 'iso646_us': 'ascii', 'iso_646.irv_1991': 'ascii',
    'latin_1': 'latin_1', 'latin1': 'latin_1', 'latin': 'latin_1', 'l1': 'latin_1',
    '8859': 'latin_1', 'cp819': 'latin_1', 'iso8859': 'latin_1', 'iso8859_1': 'latin_1',
    'iso_8859_1': 'latin_1', 'iso_ir_100': 'latin_1', 'ibm819': 'latin_1',
    'csisolatin1': 'latin_1', 'raw_unicode_escape': 'raw_unicode_escape',
    'unicode_escape': 'unicode_escape', 'rot_13': 'rot_13', 'rot13': 'rot_13', 'hex': 'hex',
    'hex_codec': 'hex', 'base64': 'base64', 'base_64': 'base64', 'base64_codec': 'base64',
    'zlib': 'zlib', 'zip': 'zlib', 'zlib_codec': 'zlib', 'punycode': 'punycode',
    'bz2': 'bz2', 'bz2_codec': 'bz2', 'quopri': 'quopri', 'quopri_codec': 'quopri',
    'quoted_printable': 'quopri', 'quotedprintable': 'quopri', 'uu': 'uu', 'uu_codec': 'uu',
    'undefined': 'undefined'}

# Names as `CodecInfo.name` has them, where the table's own name differs.
_PUBLIC = {'utf_8': 'utf-8', 'utf_8_sig': 'utf-8-sig', 'utf_16': 'utf-16',
           'utf_16_le': 'utf-16-le', 'utf_16_be': 'utf-16-be', 'utf_32': 'utf-32',
           'utf_32_le': 'utf-32-le', 'utf_32_be': 'utf-32-be', 'utf_7': 'utf-7',
           'latin_1': 'iso8859-1', 'raw_unicode_escape': 'raw-unicode-escape',
           'unicode_escape': 'unicode-escape', 'rot_13': 'rot-13'}
_PARTIAL = frozenset(['utf_8', 'utf_16', 'utf_16_le', 'utf_16_be', 'utf_32', 'utf_32_le',
                      'utf_32_be', 'utf_7', 'raw_unicode_escape', 'unicode_escape'])
_cache = {}


def search_function(encoding):
    """The CodecInfo for a name; None if it is unknown."""
    wanted = normalize_encoding(encoding).lower()
    name = _ALIASES.get(wanted)
    if name is None:
        # The tables are large, and seldom needed.
        from encodings import _tables
        name = _tables.ALIASES.get(wanted)
        if name is None:
            return None
        _PUBLIC.update(_tables.PUBLIC)
        _BUILDERS.setdefault(name, _table)
    if name not in _cache:
        _cache[name] = _BUILDERS.get(name, _native)(name)
    return _cache[name]


def _describe(name, encode, decode, encoder, decoder, text=None):
    """A CodecInfo whose stream classes are made from the functions."""
    class StreamWriter(codecs.StreamWriter):
        pass

    class StreamReader(codecs.StreamReader):
        pass

    StreamWriter.encode = staticmethod(encode)
    StreamReader.decode = staticmethod(lambda input, errors='strict': decode(input, errors))
    return codecs.CodecInfo(encode, decode, StreamReader, StreamWriter, encoder, decoder,
                            _PUBLIC.get(name, name), _is_text_encoding=text)


def _native(name):
    """A codec on the functions of `_codecs`."""
    raw_encode = getattr(_codecs, name + '_encode')
    raw_decode = getattr(_codecs, name + '_decode')
    if name in _PARTIAL:
        return _with_partial(name, raw_encode, raw_decode)

    def encode(input, errors='strict'):
        return raw_encode(input, errors)

    def decode(input, errors='strict'):
        return raw_decode(input, errors)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return raw_encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return raw_decode(input, self.errors)[0]

    return _describe(name, encode, decode, IncrementalEncoder, IncrementalDecoder)


def _with_partial(name, raw_encode, raw_decode):
    """A codec whose decoder can stop in the middle of a character."""
    def encode(input, errors='strict'):
        return raw_encode(input, errors)

    def decode(input, errors='strict'):
        return raw_decode(input, errors, True)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return raw_encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        def _buffer_decode(self, input, errors, final):
            return raw_decode(input, errors, final)

    info = _describe(name, encode, decode, IncrementalEncoder, IncrementalDecoder)
    info.streamreader.decode = staticmethod(
        lambda input, errors='strict': raw_decode(input, errors, False))
    return info


def _with_streams(name, encode, decode, encoder, decoder):
    """A CodecInfo whose streams remember, like the incremental classes, what came first."""
    class StreamWriter(codecs.StreamWriter):
        def __init__(self, stream, errors='strict'):
            codecs.StreamWriter.__init__(self, stream, errors)
            self._encoder = encoder(errors)

        def encode(self, input, errors='strict'):
            return self._encoder.encode(input), len(input)

        def reset(self):
            self._encoder.reset()

    class StreamReader(codecs.StreamReader):
        def __init__(self, stream, errors='strict'):
            codecs.StreamReader.__init__(self, stream, errors)
            self._decoder = decoder(errors)

        def decode(self, input, errors='strict'):
            return self._decoder._buffer_decode(input, errors, False)

        def reset(self):
            codecs.StreamReader.reset(self)
            self._decoder.reset()

    return codecs.CodecInfo(encode, decode, StreamReader, StreamWriter, encoder, decoder,
                            _PUBLIC[name])


def _marked(name):
    """UTF-16 and UTF-32 with a byte order mark."""
    import sys
    native = name + ('_le' if sys.byteorder == 'little' else '_be')
    raw_encode = getattr(_codecs, name + '_encode')
    rest_encode = getattr(_codecs, native + '_encode')
    raw_decode = getattr(_codecs, name + '_ex_decode')
    by_order = {-1: getattr(_codecs, name + '_le_decode'),
                1: getattr(_codecs, name + '_be_decode')}
    own_order = -1 if sys.byteorder == 'little' else 1
    title = _PUBLIC[name].upper()

    class IncrementalEncoder(codecs.IncrementalEncoder):
        # The mark is written once.
        _started = False

        def encode(self, input, final=False):
            if self._started:
                return rest_encode(input, self.errors)[0]
            self._started = True
            return raw_encode(input, self.errors)[0]

        def reset(self):
            self._started = False

        def getstate(self):
            return 0 if self._started else 2

        def setstate(self, state):
            self._started = not state

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        _order = 0

        def _buffer_decode(self, input, errors, final):
            if self._order:
                return by_order[self._order](input, errors, final)
            output, consumed, order = raw_decode(input, errors, 0, final)
            if order == 0 and consumed >= (2 if name == 'utf_16' else 4):
                raise UnicodeDecodeError(_PUBLIC[name].replace('-', ''), input, 0, 2,
                                         f'{title} stream does not start with BOM')
            self._order = order
            return output, consumed

        def reset(self):
            codecs.BufferedIncrementalDecoder.reset(self)
            self._order = 0

        def getstate(self):
            # 0 is the machine's own order, 1 the other one, 2 not known yet.
            return self.buffer, 2 if not self._order else int(self._order != own_order)

        def setstate(self, state):
            codecs.BufferedIncrementalDecoder.setstate(self, state)
            self._order = {0: own_order, 1: -own_order}.get(state[1], 0)

    info = _with_partial(name, raw_encode, getattr(_codecs, name + '_decode'))
    return _with_streams(name, info.encode, info.decode, IncrementalEncoder, IncrementalDecoder)


def _utf_8_sig(name):
    mark = codecs.BOM_UTF8

    def encode(input, errors='strict'):
        return mark + _codecs.utf_8_encode(input, errors)[0], len(input)

    def decode(input, errors='strict'):
        skip = 3 if bytes(input[:3]) == mark else 0
        output, consumed = _codecs.utf_8_decode(input[skip:], errors, True)
        return output, consumed + skip

    class IncrementalEncoder(codecs.IncrementalEncoder):
        first = 1

        def encode(self, input, final=False):
            data = _codecs.utf_8_encode(input, self.errors)[0]
            if self.first:
                self.first = 0
                return mark + data
            return data

        def reset(self):
            self.first = 1

        def getstate(self):
            return self.first

        def setstate(self, state):
            self.first = state

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        first = 1

        def _buffer_decode(self, input, errors, final):
            skip = 0
            if self.first:
                if len(input) < 3 and mark.startswith(input) and not final:
                    return '', 0
                self.first = 0
                skip = 3 if input[:3] == mark else 0
            output, consumed = _codecs.utf_8_decode(input[skip:], errors, final)
            return output, consumed + skip

        def reset(self):
            codecs.BufferedIncrementalDecoder.reset(self)
            self.first = 1

        def getstate(self):
            return self.buffer, self.first

        def setstate(self, state):
            codecs.BufferedIncrementalDecoder.setstate(self, state)
            self.first = state[1]

    return _with_streams(name, encode, decode, IncrementalEncoder, IncrementalDecoder)


def _table(name):
    """A codec that maps single bytes."""
    from encodings._tables import decoding_table
    decoding = decoding_table(name)
    encoding = _codecs.charmap_build(decoding)

    def encode(input, errors='strict'):
        return _codecs.charmap_encode(input, errors, encoding)

    def decode(input, errors='strict'):
        return _codecs.charmap_decode(input, errors, decoding)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    return _describe(name, encode, decode, IncrementalEncoder, IncrementalDecoder)


def _rot_13(name):
    table = {}
    for first in (65, 97):
        for i in range(26):
            table[first + i] = first + (i + 13) % 26

    def turn(input, errors='strict'):
        return str.translate(input, table), len(input)

    class Incremental(codecs.IncrementalEncoder, codecs.IncrementalDecoder):
        def encode(self, input, final=False):
            return str.translate(input, table)

        decode = encode

    return _describe(name, turn, turn, Incremental, Incremental, text=False)


def _hex(name):
    import binascii
    return _whole(name, binascii.b2a_hex, binascii.a2b_hex)


def _base64(name):
    import base64
    return _whole(name, base64.encodebytes, base64.decodebytes)


def _strict(turn):
    """The codec function of a function that turns bytes into bytes and knows one way to treat errors."""
    def code(input, errors='strict'):
        _only_strict(errors)
        return turn(input), len(input)
    return code


def _whole(name, encode, decode):
    return _transform(name, _strict(encode), _strict(decode))


def _only_strict(errors):
    if errors != 'strict':
        raise AssertionError


def _transform(name, encode, decode):
    """A codec from bytes to bytes, each part by itself."""
    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    return _of_bytes(name, encode, decode, IncrementalEncoder, IncrementalDecoder)


def _of_bytes(name, *parts):
    """The CodecInfo of a codec from bytes to bytes: its streams give bytes."""
    info = _describe(name, *parts, text=False)
    info.streamreader.charbuffertype = bytes
    return info


def _quopri(name):
    import binascii
    return _whole(name, lambda data: binascii.b2a_qp(data, quotetabs=True), binascii.a2b_qp)


def _uu(name):
    import binascii
    import io

    def encode(data):
        data = io.BytesIO(data).getvalue()
        lines = [binascii.b2a_uu(data[i:i + 45]) for i in range(0, len(data), 45)]
        return b''.join([b'begin 666 <data>\n', *lines, b' \nend\n'])

    def decode(data):
        lines = iter(io.BytesIO(data).getvalue().splitlines(True))
        if not any(line.startswith(b'begin') for line in lines):
            raise ValueError('Missing "begin" line in input data')
        parts = []
        for line in lines:
            if line == b'end\n':
                return b''.join(parts)
            try:
                parts.append(binascii.a2b_uu(line))
            except binascii.Error:
                # Some programs write more than the length says.
                parts.append(binascii.a2b_uu(line[:((line[0] - 32 & 63) * 4 + 5) // 3]))
        raise ValueError('Truncated input data')

    return _whole(name, encode, decode)


def _compressed(name, compress, decompress, compressor, decompressor):
    """A codec between bytes whose incremental classes keep a stream."""
    class Incremental:
        def __init__(self, errors='strict'):
            _only_strict(errors)
            self.errors = errors
            self.reset()

    class IncrementalEncoder(Incremental, codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            data = self._object.compress(input)
            return data + self._object.flush() if final else data

        def reset(self):
            self._object = compressor()

    class IncrementalDecoder(Incremental, codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            try:
                data = self._object.decompress(input)
            except EOFError:
                return ''
            return data + self._object.flush() if final and hasattr(self._object, 'flush') else data

        def reset(self):
            self._object = decompressor()

    return _of_bytes(name, _strict(compress), _strict(decompress), IncrementalEncoder, IncrementalDecoder)


def _zlib(name):
    import zlib
    return _compressed(name, zlib.compress, zlib.decompress, zlib.compressobj, zlib.decompressobj)


def _bz2(name):
    import bz2
    return _compressed(name, bz2.compress, bz2.decompress, bz2.BZ2Compressor, bz2.BZ2Decompressor)


def _undefined(name):
    def refuse(input, errors='strict'):
        raise UnicodeError('undefined encoding')

    class Incremental(codecs.IncrementalEncoder, codecs.IncrementalDecoder):
        def encode(self, input, final=False):
            raise UnicodeError('undefined encoding')

        decode = encode

    return _describe(name, refuse, refuse, Incremental, Incremental)


_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789'


def _puny_bias(delta, first, count):
    """RFC 3492, section 6.1."""
    delta = delta // 700 if first else delta // 2
    delta += delta // count
    k = 0
    while delta > 455:
        delta //= 35
        k += 36
    return k + 36 * delta // (delta + 38)


def _punycode(name):
    """RFC 3492: Unicode as letters and digits."""
    def encode(input, errors='strict'):
        basic = ''.join(c for c in input if c < '\x80')
        out = [basic + '-'] if basic else []
        code, delta, bias, done = 128, 0, 72, len(basic)
        first = True
        while done < len(input):
            least = min(ord(c) for c in input if ord(c) >= code)
            delta += (least - code) * (done + 1)
            code = least
            for char in input:
                if ord(char) < code:
                    delta += 1
                elif ord(char) == code:
                    rest, k = delta, 36
                    while True:
                        t = min(max(k - bias, 1), 26)
                        if rest < t:
                            break
                        rest, digit = divmod(rest - t, 36 - t)
                        out.append(_DIGITS[t + digit])
                        k += 36
                    out.append(_DIGITS[rest])
                    done += 1
                    bias = _puny_bias(delta, first, done)
                    first = False
                    delta = 0
            delta += 1
            code += 1
        return ''.join(out).encode('ascii'), len(input)

    def decode(input, errors='strict'):
        data = bytes(input)
        # Only what follows the last dash matters to the errors.
        text = data.decode('latin-1')
        basic, dash, extended = text.rpartition('-')
        try:
            chars = list(data[:len(basic)].decode('ascii', errors))
        except UnicodeDecodeError as error:
            raise UnicodeDecodeError('ascii', data, error.start, error.end, error.reason) from None
        code, place, bias = 128, 0, 72
        first = True
        at = 0
        start = len(text) - len(extended)

        def fail(at, reason):
            raise UnicodeDecodeError('punycode', data, start + at, start + at + 1, reason)

        while at < len(extended):
            before, weight, k = place, 1, 36
            while True:
                if at == len(extended):
                    if errors == 'strict':
                        fail(at, 'incomplete punycode string')
                    return ''.join(chars), len(data)
                digit = _DIGITS.find(extended[at].lower())
                if digit < 0:
                    if errors == 'strict':
                        fail(at, f"Invalid extended code point '{ord(extended[at])}'")
                    return ''.join(chars), len(data)
                at += 1
                place += digit * weight
                t = min(max(k - bias, 1), 26)
                if digit < t:
                    break
                weight *= 36 - t
                k += 36
            count = len(chars) + 1
            bias = _puny_bias(place - before, first, count)
            first = False
            more, place = divmod(place, count)
            code += more
            if code > 0x10ffff:
                if errors == 'strict':
                    fail(at - 1, f'Invalid character U+{code:x}')
                code = ord('?')
            chars.insert(place, chr(code))
            place += 1
        return ''.join(chars), len(data)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    return _describe(name, encode, decode, IncrementalEncoder, IncrementalDecoder)


_BUILDERS = {'utf_16': _marked, 'utf_32': _marked, 'utf_8_sig': _utf_8_sig, 'rot_13': _rot_13,
             'hex': _hex, 'base64': _base64, 'zlib': _zlib, 'bz2': _bz2,
             'quopri': _quopri, 'uu': _uu, 'punycode': _punycode, 'undefined': _undefined}
