"""Encoded words of headers (RFC 2047): =?charset?encoding?text?=, with a language behind the charset perhaps."""

__all__ = ['decode_q', 'encode_q', 'decode_b', 'encode_b', 'len_q', 'len_b', 'decode', 'encode']

import base64
import binascii
import re

from email import errors, quoprimime


def decode_q(encoded):
    """(bytes, defects) of bytes in the encoding Q."""
    return re.sub(rb'=([a-fA-F0-9]{2})', lambda match: bytes.fromhex(match[1].decode()),
                  encoded.replace(b'_', b' ')), []


def encode_q(bstring):
    """Bytes in the encoding Q."""
    return ''.join(quoprimime._HEADER[octet] for octet in bstring)


len_q = quoprimime.header_length


def decode_b(encoded):
    """(bytes, defects) of bytes in base64; those that make no sense come back as they are."""
    padding = errors.InvalidBase64PaddingDefect
    characters = errors.InvalidBase64CharactersDefect
    missing = -len(encoded) % 4
    tries = ((encoded + b'=' * min(missing, 3), True, [padding] if missing else []),
             # What is no base64 does not count for the padding.
             (encoded, False, [characters]),
             (encoded + b'==', False, [characters, padding]))
    for data, validate, defects in tries:
        try:
            return base64.b64decode(data, validate=validate), [defect() for defect in defects]
        except binascii.Error:
            pass
    return encoded, [errors.InvalidBase64LengthDefect()]


def encode_b(bstring):
    """Bytes in base64."""
    return base64.b64encode(bstring).decode('ascii')


def len_b(bstring):
    """How long bytes become in base64."""
    return (len(bstring) + 2) // 3 * 4


def decode(ew):
    """(text, charset, language, defects) of an encoded word, which must be one."""
    _, charset, encoding, text, _ = ew.split('?')
    charset, _, language = charset.partition('*')
    decoder = {'q': decode_q, 'b': decode_b}[encoding.lower()]
    data, defects = decoder(text.encode('ascii', 'surrogateescape'))
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        defects.append(errors.UndecodableBytesDefect(
            f'Encoded word contains bytes not decodable using {charset!r} charset'))
        text = data.decode(charset, 'surrogateescape')
    except (LookupError, UnicodeEncodeError):
        text = data.decode('ascii', 'surrogateescape')
        if charset.lower() != 'unknown-8bit':
            defects.append(errors.CharsetError(
                f'Unknown charset {charset!r} in encoded word; decoded as unknown bytes'))
    return text, charset, language, defects


def encode(string, charset='utf-8', encoding=None, lang=''):
    """An encoded word. Without an *encoding* ('q' or 'b') Q is taken if it is not five characters longer."""
    if charset == 'unknown-8bit':
        data = string.encode('utf-8', 'surrogateescape')
    else:
        data = string.encode(charset)
    if encoding is None:
        encoding = 'q' if len_q(data) - len_b(data) < 5 else 'b'
    text = {'q': encode_q, 'b': encode_b}[encoding](data)
    return f'=?{charset}{"*" + lang if lang else ""}?{encoding}?{text}?='
