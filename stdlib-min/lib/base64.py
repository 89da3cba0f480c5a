"""Bytes as text of a few characters: bases 16, 32, 64, and two of 85."""

import binascii

__all__ = ['encode', 'decode', 'encodebytes', 'decodebytes', 'b64encode', 'b64decode', 'b32encode',
           'b32decode', 'b32hexencode', 'b32hexdecode', 'b16encode', 'b16decode', 'b85encode',
           'b85decode', 'a85encode', 'a85decode', 'z85encode', 'z85decode', 'standard_b64encode',
           'standard_b64decode', 'urlsafe_b64encode', 'urlsafe_b64decode']

_bytes_types = (bytes, bytearray)


def _decodable(s):
    """The bytes of a text to decode."""
    if isinstance(s, str):
        try:
            return s.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters') from None
    if isinstance(s, _bytes_types):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError('argument should be a bytes-like object or ASCII string, not '
                        f'{s.__class__.__name__!r}') from None


# --- base 64 ---

def b64encode(s, altchars=None):
    """Encode; *altchars*: two characters in place of + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b'+/', altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """Decode; *validate*: characters outside the alphabet are an error, not skipped."""
    s = _decodable(s)
    if altchars is not None:
        altchars = _decodable(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b'+/'))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Encode in the standard alphabet."""
    return b64encode(s)


def standard_b64decode(s):
    """Decode the standard alphabet."""
    return b64decode(s)


_to_url = bytes.maketrans(b'+/', b'-_')
_from_url = bytes.maketrans(b'-_', b'+/')


def urlsafe_b64encode(s):
    """Encode with - and _ in place of + and /."""
    return b64encode(s).translate(_to_url)


def urlsafe_b64decode(s):
    """Decode with - and _ in place of + and /."""
    return b64decode(_decodable(s).translate(_from_url))


_LINE = 76
_LINE_BYTES = _LINE // 4 * 3


def encodebytes(s):
    """Encode in lines of 76 characters."""
    try:
        view = memoryview(s)
    except TypeError:
        raise TypeError(f'expected bytes-like object, not {s.__class__.__name__}') from None
    if view.format not in ('c', 'b', 'B'):
        raise TypeError(f'expected single byte elements, not {view.format!r} from '
                        f'{s.__class__.__name__}')
    if view.ndim != 1:
        raise TypeError(f'expected 1-D data, not {view.ndim}-D data from {s.__class__.__name__}')
    return b''.join(binascii.b2a_base64(s[i:i + _LINE_BYTES])
                    for i in range(0, len(s), _LINE_BYTES))


def decodebytes(s):
    """Decode lines of base 64."""
    return binascii.a2b_base64(bytes(memoryview(s)))


def encode(input, output):
    """Encode a file into another."""
    while chunk := input.read(_LINE_BYTES):
        while len(chunk) < _LINE_BYTES and (more := input.read(_LINE_BYTES - len(chunk))):
            chunk += more
        output.write(binascii.b2a_base64(chunk))


def decode(input, output):
    """Decode a file into another."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


# --- base 32 and 16 ---

_B32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
_B32_HEX = b'0123456789ABCDEFGHIJKLMNOPQRSTUV'


def _encode32(alphabet, s):
    s = bytes(memoryview(s))
    rest = -len(s) % 5
    s += bytes(rest)
    out = bytearray()
    for i in range(0, len(s), 5):
        number = int.from_bytes(s[i:i + 5])
        out += bytes(alphabet[number >> shift & 31] for shift in range(35, -5, -5))
    padding = (0, 1, 3, 4, 6)[rest]
    if padding:
        out[-padding:] = b'=' * padding
    return bytes(out)


def _decode32(alphabet, s, casefold, map01):
    s = bytes(_decodable(s))
    if len(s) % 8:
        raise binascii.Error('Incorrect padding')
    if map01 is not None:
        map01 = _decodable(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b'01', b'O' + map01))
    if casefold:
        s = s.upper()
    total = len(s)
    s = s.rstrip(b'=')
    padding = total - len(s)
    if padding not in (0, 1, 3, 4, 6):
        raise binascii.Error('Incorrect padding')
    values = {c: i for i, c in enumerate(alphabet)}
    out = bytearray()
    for i in range(0, len(s), 8):
        number = 0
        group = s[i:i + 8]
        for c in group:
            if c not in values:
                raise binascii.Error('Non-base32 digit found')
            number = number << 5 | values[c]
        number <<= 5 * (8 - len(group))
        out += number.to_bytes(5)
    if padding:
        del out[len(out) - 5 + (43 - 5 * padding) // 8:]
    return bytes(out)


def b32encode(s):
    """Encode in base 32."""
    return _encode32(_B32, s)


def b32decode(s, casefold=False, map01=None):
    """Decode base 32; *map01*: what a digit 1 stands for (0 is the letter O then)."""
    return _decode32(_B32, s, casefold, map01)


def b32hexencode(s):
    """Encode in base 32 with an alphabet that keeps the order."""
    return _encode32(_B32_HEX, s)


def b32hexdecode(s, casefold=False):
    """Decode base 32 with an alphabet that keeps the order."""
    return _decode32(_B32_HEX, s, casefold, None)


def b16encode(s):
    """Encode in base 16."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Decode base 16."""
    s = bytes(_decodable(s))
    if casefold:
        s = s.upper()
    if s.translate(None, delete=b'0123456789ABCDEF'):
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(s)


# --- base 85 ---

_A85 = bytes(range(33, 118))
_B85 = (b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
        b'!#$%&()*+-;<=>?@^_`{|}~')
_Z85 = (b'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
        b'.-:+=^!/*?&<>()[]{}@%$#')


def _encode85(alphabet, s, pad=False, foldnuls=False, foldspaces=False):
    s = bytes(memoryview(s))
    padding = -len(s) % 4
    s += bytes(padding)
    pieces = []
    for i in range(0, len(s), 4):
        word = s[i:i + 4]
        if foldnuls and word == b'\0\0\0\0' and not (padding and not pad and i + 4 == len(s)):
            pieces.append(b'z')
            continue
        if foldspaces and word == b'    ':
            pieces.append(b'y')
            continue
        number = int.from_bytes(word)
        digits = bytearray(5)
        for k in range(4, -1, -1):
            number, digit = divmod(number, 85)
            digits[k] = alphabet[digit]
        pieces.append(bytes(digits))
    if padding and not pad:
        pieces[-1] = pieces[-1][:-padding]
    return b''.join(pieces)


def _decode85(alphabet, s, name):
    s = bytes(_decodable(s))
    padding = -len(s) % 5
    values = {c: i for i, c in enumerate(alphabet)}
    s += alphabet[-1:] * padding
    out = bytearray()
    for i in range(0, len(s), 5):
        number = 0
        for j, c in enumerate(s[i:i + 5]):
            if c not in values:
                raise ValueError(f'bad {name} character at position {i + j}')
            number = number * 85 + values[c]
        if number >= 1 << 32:
            raise ValueError(f'{name} overflow in hunk starting at byte {i}')
        out += number.to_bytes(4)
    return bytes(out[:-padding] if padding else out)


def b85encode(b, pad=False):
    """Encode in base 85 as git does."""
    return _encode85(_B85, b, pad)


def b85decode(b):
    """Decode base 85 as git writes it."""
    return _decode85(_B85, b, 'base85')


def z85encode(s):
    """Encode in base 85 as ZeroMQ does."""
    return _encode85(_Z85, s)


def z85decode(s):
    """Decode base 85 as ZeroMQ writes it."""
    return _decode85(_Z85, s, 'z85')


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Encode in Ascii85."""
    result = _encode85(_A85, b, pad, True, foldspaces)
    if adobe:
        result = b'<~' + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        chunks = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and (not chunks or len(chunks[-1]) + 2 > wrapcol):
            chunks.append(b'')
        result = b'\n'.join(chunks)
    if adobe:
        result += b'~>'
    return result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    """Decode Ascii85."""
    b = bytes(_decodable(b))
    if adobe:
        if not b.endswith(b'~>'):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b'<~') else b[:-2]
    out = bytearray()
    group = []
    for c in b + b'u' * 4:
        if 33 <= c <= 117:
            group.append(c - 33)
            if len(group) == 5:
                number = 0
                for digit in group:
                    number = number * 85 + digit
                if number >= 1 << 32:
                    raise ValueError('Ascii85 overflow')
                out += number.to_bytes(4)
                group.clear()
        elif c == 122:
            if group:
                raise ValueError('z inside Ascii85 5-tuple')
            out += bytes(4)
        elif foldspaces and c == 121:
            if group:
                raise ValueError('y inside Ascii85 5-tuple')
            out += b'    '
        elif c not in ignorechars:
            raise ValueError(f'Non-Ascii85 digit found: {chr(c)}')
    padding = 4 - len(group)
    return bytes(out[:-padding] if padding else out)
