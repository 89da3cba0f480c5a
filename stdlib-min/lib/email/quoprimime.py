"""Quoted-printable for bodies, and its variant for words of headers (RFC 2047, encoding Q).

Texts here have a character for each byte.
"""

__all__ = ['body_decode', 'body_encode', 'body_length', 'decode', 'decodestring', 'header_decode',
           'header_encode', 'header_length', 'quote', 'unquote']

import re
import string

_HEX = [f'={code:02X}' for code in range(256)]
_HEADER_SAFE = set(string.ascii_letters + string.digits + '-!*+/')
# What each byte becomes.
_HEADER = [chr(code) if chr(code) in _HEADER_SAFE else text for code, text in enumerate(_HEX)]
_HEADER[ord(' ')] = '_'
_BODY = [chr(code) if (32 <= code <= 126 and code != 61) or code == 9 else text
         for code, text in enumerate(_HEX)]
# Line ends stay what they are when whole bodies are encoded.
_BODY_LINES = _BODY.copy()
_BODY_LINES[13], _BODY_LINES[10] = '\r', '\n'

_QUOTED = re.compile('=([0-9a-fA-F]{2})')


def header_check(octet):
    """Whether a byte is changed in headers."""
    return _HEADER[octet] != chr(octet)


def body_check(octet):
    """Whether a byte is changed in bodies."""
    return _BODY[octet] != chr(octet)


def header_length(bytearray):
    """How long bytes become in a header."""
    return sum(len(_HEADER[octet]) for octet in bytearray)


def body_length(bytearray):
    """How long bytes become in a body."""
    return sum(len(_BODY[octet]) for octet in bytearray)


def unquote(s):
    """The character for a text like '=41'."""
    return chr(int(s[1:3], 16))


def quote(c):
    """A text like '=41' for a character."""
    return _HEX[ord(c)]


def header_encode(header_bytes, charset='iso-8859-1'):
    """An encoded word for bytes."""
    if not header_bytes:
        return ''
    return f'=?{charset}?q?{"".join(_HEADER[octet] for octet in header_bytes)}?='


def _soft_lines(line, width):
    """Cut an encoded line into pieces that end in '=', no escape in two of them; the rest comes last."""
    start = 0
    while len(line) - start > width:
        stop = start + width - 1
        # Not behind the '=' of an escape, nor behind its first digit.
        escape = line.rfind('=', stop - 2, stop)
        if escape >= 0:
            stop = escape
        yield line[start:stop] + '='
        start = stop
    yield line[start:]


def body_encode(body, maxlinelen=76, eol='\n'):
    """A text as lines of quoted-printable no longer than *maxlinelen*, without their ends."""
    if maxlinelen < 4:
        raise ValueError('maxlinelen must be at least 4')
    if not body:
        return body
    result = []
    for line in body.translate(_BODY_LINES).splitlines():
        *pieces, last = _soft_lines(line, maxlinelen)
        if last.endswith((' ', '\t')):
            # White space at the end of a line would be lost.
            room = maxlinelen - len(last)
            blank, last = last[-1], last[:-1]
            if room >= 2:
                last += quote(blank)
            elif room == 1:
                pieces.append(last + blank + '=')
                last = ''
            else:
                pieces.append(last + '=')
                last = quote(blank)
        result += [*pieces, last]
    if body[-1] in '\r\n':
        result.append('')
    return eol.join(result)


def decode(encoded, eol='\n'):
    """A text from quoted-printable."""
    if not encoded:
        return encoded
    pieces = []
    for line in encoded.splitlines():
        line = line.rstrip()
        end = eol
        if line.endswith('='):
            line, end = line[:-1], ''
        pieces.append(_QUOTED.sub(_unquoted, line) + end)
    text = ''.join(pieces)
    if encoded[-1] not in '\r\n':
        text = text.removesuffix(eol)
    return text


body_decode = decode
decodestring = decode


def _unquoted(match):
    return chr(int(match[1], 16))


def header_decode(s):
    """A text from the inside of an encoded word."""
    return _QUOTED.sub(_unquoted, s.replace('_', ' '))
