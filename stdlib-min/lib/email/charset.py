"""Character sets, and how mail wants texts in them encoded."""

__all__ = ['Charset', 'add_alias', 'add_charset', 'add_codec']

import email.base64mime
import email.quoprimime
from email import errors
from email.encoders import encode_7or8bit

# Encodings; the last one is for headers only.
QP = 1
BASE64 = 2
SHORTEST = 3

# =? ?q? ?= around an encoded word.
RFC2047_CHROME_LEN = 7
DEFAULT_CHARSET = 'us-ascii'
UNKNOWN8BIT = 'unknown-8bit'

# Encoding of headers, of bodies, and the set that is sent in place of this one.
CHARSETS = {f'iso-8859-{number}': (QP, QP, None)
            for number in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)}
CHARSETS |= {
    'windows-1252': (QP, QP, None),
    'viscii': (QP, QP, None),
    'us-ascii': (None, None, None),
    'big5': (BASE64, BASE64, None),
    'gb2312': (BASE64, BASE64, None),
    'euc-jp': (BASE64, None, 'iso-2022-jp'),
    'shift_jis': (BASE64, None, 'iso-2022-jp'),
    'iso-2022-jp': (BASE64, None, None),
    'koi8-r': (BASE64, BASE64, None),
    'utf-8': (SHORTEST, BASE64, 'utf-8'),
}
_LATIN = {1: 1, 2: 2, 3: 3, 4: 4, 5: 9, 6: 10, 7: 13, 8: 14, 9: 15, 10: 16}
ALIASES = {f'latin{sign}{number}': f'iso-8859-{part}'
           for number, part in _LATIN.items() for sign in '_-'}
ALIASES |= {'cp949': 'ks_c_5601-1987', 'euc_jp': 'euc-jp', 'euc_kr': 'euc-kr', 'ascii': 'us-ascii'}
# None is for no codec: what is called ASCII passes as it is.
CODEC_MAP = {'us-ascii': None}


def add_charset(charset, header_enc=None, body_enc=None, output_charset=None):
    """Tell how a character set is encoded, and in which one its texts are sent."""
    if body_enc == SHORTEST:
        raise ValueError('SHORTEST not allowed for body_enc')
    CHARSETS[charset] = header_enc, body_enc, output_charset


def add_alias(alias, canonical):
    """Tell another name of a character set."""
    ALIASES[alias] = canonical


def add_codec(charset, codecname):
    """Tell the codec of a character set."""
    CODEC_MAP[charset] = codecname


def _encode(string, codec):
    """Text as bytes; that of an unknown set has its bytes in it as surrogates."""
    if codec == UNKNOWN8BIT:
        return string.encode('ascii', 'surrogateescape')
    return string.encode(codec)


class Charset:
    """A character set with its encodings and codecs.

    `header_encoding` and `body_encoding` are QP, BASE64, SHORTEST or None; `output_charset` is the set that is sent,
    `input_codec` and `output_codec` are the names of codecs.
    """

    def __init__(self, input_charset=DEFAULT_CHARSET):
        try:
            if isinstance(input_charset, str):
                input_charset.encode('ascii')
            else:
                input_charset = str(input_charset, 'ascii')
        except UnicodeError:
            raise errors.CharsetError(input_charset)
        name = input_charset.lower()
        self.input_charset = name = ALIASES.get(name, name)
        self.header_encoding, self.body_encoding, sent = CHARSETS.get(name, (SHORTEST, BASE64, None))
        sent = sent or name
        self.output_charset = ALIASES.get(sent, sent)
        self.input_codec = CODEC_MAP.get(name, name)
        self.output_codec = CODEC_MAP.get(self.output_charset, self.output_charset)

    def __repr__(self):
        return self.input_charset.lower()

    def __eq__(self, other):
        return str(self) == str(other).lower()

    def get_body_encoding(self):
        """The name for Content-Transfer-Encoding, or a function that sets this header of a message."""
        assert self.body_encoding != SHORTEST
        return {QP: 'quoted-printable', BASE64: 'base64'}.get(self.body_encoding, encode_7or8bit)

    def get_output_charset(self):
        """The name of the set that is sent."""
        return self.output_charset or self.input_charset

    def _get_encoder(self, header_bytes):
        """The module that encodes bytes for headers, or None."""
        if self.header_encoding == SHORTEST:
            shorter = (email.base64mime.header_length(header_bytes)
                       < email.quoprimime.header_length(header_bytes))
            return email.base64mime if shorter else email.quoprimime
        return {QP: email.quoprimime, BASE64: email.base64mime}.get(self.header_encoding)

    def header_encode(self, string):
        """A text as an encoded word, or as it is."""
        codec = self.output_codec or 'us-ascii'
        data = _encode(string, codec)
        encoder = self._get_encoder(data)
        return string if encoder is None else encoder.header_encode(data, codec)

    def header_encode_lines(self, string, maxlengths):
        """A text as encoded words that are as long as an iterator says; the first is None if nothing fits there."""
        codec = self.output_codec or 'us-ascii'
        encoder = self._get_encoder(_encode(string, codec))
        charset = self.get_output_charset()
        around = len(charset) + RFC2047_CHROME_LEN
        words = []
        line = ''
        room = next(maxlengths) - around
        for char in string:
            # A codec may need more bytes for two characters than for each alone, so all is encoded each time.
            if encoder.header_length(_encode(line + char, charset)) <= room:
                line += char
                continue
            if line or words:
                words.append(encoder.header_encode(_encode(line, codec), codec))
            else:
                words.append(None)
            line = char
            room = next(maxlengths) - around
        words.append(encoder.header_encode(_encode(line, codec), codec))
        return words

    def body_encode(self, string):
        """A body, text or bytes, as the text that is sent."""
        if not string:
            return string
        if isinstance(string, str):
            string = string.encode(self.output_charset)
        if self.body_encoding == BASE64:
            return email.base64mime.body_encode(string)
        if self.body_encoding == QP:
            return email.quoprimime.body_encode(string.decode('latin-1'))
        return string.decode('ascii')
