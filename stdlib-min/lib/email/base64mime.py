"""Base64 for bodies, and for words of headers (RFC 2047)."""

__all__ = ['body_decode', 'body_encode', 'decode', 'decodestring', 'header_encode', 'header_length']

from binascii import a2b_base64, b2a_base64


def header_length(bytearray):
    """How long the encoded text is."""
    return (len(bytearray) + 2) // 3 * 4


def header_encode(header_bytes, charset='iso-8859-1'):
    """An encoded word for bytes, or a text in the character set."""
    if not header_bytes:
        return ''
    if isinstance(header_bytes, str):
        header_bytes = header_bytes.encode(charset)
    return f'=?{charset}?b?{b2a_base64(header_bytes, newline=False).decode("ascii")}?='


def body_encode(s, maxlinelen=76, eol='\n'):
    """Bytes as lines of base64."""
    size = maxlinelen * 3 // 4
    return ''.join(b2a_base64(s[start:start + size], newline=False).decode('ascii') + eol
                   for start in range(0, len(s), size))


def decode(string):
    """The bytes that a text, or ASCII bytes, stand for."""
    if isinstance(string, str):
        string = string.encode('raw-unicode-escape')
    return a2b_base64(string) if string else b''


body_decode = decode
decodestring = decode
