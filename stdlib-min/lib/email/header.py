"""Headers as texts in several character sets.

`Header.encode` cuts them into lines: ASCII where there is white space, behind certain characters if possible, and
everything else into encoded words (RFC 2047).
"""

__all__ = ['Header', 'decode_header', 'make_header']

import binascii
import re

import email.base64mime
import email.quoprimime
from email import charset as _charset
from email.errors import HeaderParseError

Charset = _charset.Charset
USASCII = Charset('us-ascii')
UTF8 = Charset('utf-8')
MAXLINELEN = 78
# For no limit at all.
_ENDLESS = 1000000

ecre = re.compile(r'=\?(?P<charset>[^?]*?)\?(?P<encoding>[qQbB])\?(?P<encoded>.*?)\?=')
_embedded_header = re.compile(r'\n[^ \t]+:')


def _split_words(line):
    """The pieces of a line: (text, None, None), or those of an encoded word."""
    pieces = ecre.split(line)
    for i in range(0, len(pieces), 4):
        text = pieces[i] if i else pieces[i].lstrip()
        if text:
            yield text, None, None
        if i + 3 < len(pieces):
            charset, encoding, encoded = pieces[i + 1:i + 4]
            yield encoded, encoding.lower(), charset.lower()


def _decode_word(text, encoding):
    if encoding == 'q':
        return email.quoprimime.header_decode(text)
    try:
        return email.base64mime.decode(text + '=' * min(-len(text) % 4, 3))
    except binascii.Error:
        raise HeaderParseError('Base64 decoding error')


def decode_header(header):
    """The pieces of a header: [(text, None)] if it has no encoded words, else pairs of bytes and charset (or None)."""
    if hasattr(header, '_chunks'):
        return [(_charset._encode(text, str(charset)), str(charset))
                for text, charset in header._chunks]
    if not ecre.search(header):
        return [(header, None)]
    words = [word for line in header.splitlines() for word in _split_words(line)]
    # White space between encoded words is none of the header's.
    words = [word for i, word in enumerate(words)
             if not (0 < i < len(words) - 1 and word[1] is None and word[0].isspace()
                     and words[i - 1][1] and words[i + 1][1])]
    pieces = []
    for text, encoding, charset in words:
        if encoding is not None:
            text = _decode_word(text, encoding)
        if isinstance(text, str):
            text = text.encode('raw-unicode-escape')
        if pieces and pieces[-1][1] == charset:
            between = b' ' if charset is None else b''
            pieces[-1] = pieces[-1][0] + between + text, charset
        else:
            pieces.append((text, charset))
    return pieces


def make_header(decoded_seq, maxlinelen=None, header_name=None, continuation_ws=' '):
    """A Header from what decode_header() gives."""
    header = Header(maxlinelen=maxlinelen, header_name=header_name, continuation_ws=continuation_ws)
    for text, charset in decoded_seq:
        header.append(text, charset)
    return header


def _parts_words(char):
    """Whether a character may stand beside an encoded word."""
    return char.isspace() or char in ('(', ')', '\\')


class Header:
    """A header's value, made of texts in character sets."""

    def __init__(self, s=None, charset=None, maxlinelen=None, header_name=None, continuation_ws=' ',
                 errors='strict'):
        if charset is None:
            charset = USASCII
        elif not isinstance(charset, Charset):
            charset = Charset(charset)
        self._charset = charset
        self._continuation_ws = continuation_ws
        self._chunks = []
        if s is not None:
            self.append(s, charset, errors)
        self._maxlinelen = MAXLINELEN if maxlinelen is None else maxlinelen
        # The name stands on the first line, with ': '.
        self._headerlen = 0 if header_name is None else len(header_name) + 2

    def _needs_space(self, before, lastspace, charset, hasspace):
        """Whether a blank has to be put between two chunks."""
        if before not in (None, 'us-ascii'):
            return charset in (None, 'us-ascii') and not hasspace
        return charset not in (None, 'us-ascii') and not lastspace

    def __str__(self):
        self._normalize()
        pieces = []
        before = lastspace = None
        for text, charset in self._chunks:
            if charset == _charset.UNKNOWN8BIT:
                text = text.encode('ascii', 'surrogateescape').decode('ascii', 'replace')
            hasspace = text and _parts_words(text[0])
            if pieces and self._needs_space(before, lastspace, charset, hasspace):
                pieces.append(' ')
            lastspace = text and _parts_words(text[-1])
            before = charset
            pieces.append(text)
        return ''.join(pieces)

    def __eq__(self, other):
        return other == str(self)

    def append(self, s, charset=None, errors='strict'):
        """Add a text, or bytes in the character set."""
        if charset is None:
            charset = self._charset
        elif not isinstance(charset, Charset):
            charset = Charset(charset)
        unknown = _charset.UNKNOWN8BIT
        if not isinstance(s, str):
            codec = charset.input_codec or 'us-ascii'
            s = s.decode('us-ascii', 'surrogateescape') if codec == unknown else s.decode(codec, errors)
        # What cannot be sent is refused now, not when the message is written.
        codec = charset.output_codec or 'us-ascii'
        if codec != unknown:
            try:
                s.encode(codec, errors)
            except UnicodeEncodeError:
                if codec != 'us-ascii':
                    raise
                charset = UTF8
        self._chunks.append((s, charset))

    def encode(self, splitchars=';, \t', maxlinelen=None, linesep='\n'):
        """The header as it is sent, with *linesep* between its lines.

        Lines are cut behind the first of *splitchars* that there is. Raises HeaderParseError if the value has another
        header in it.
        """
        self._normalize()
        if maxlinelen is None:
            maxlinelen = self._maxlinelen
        folder = _Folder(self._headerlen, maxlinelen or _ENDLESS, self._continuation_ws, splitchars)
        before = lastspace = None
        for i, (text, charset) in enumerate(self._chunks):
            if i:
                hasspace = text and _parts_words(text[0])
                # Between two encoded words there is always a blank, which is none of the text.
                both = before not in (None, 'us-ascii') and charset not in (None, 'us-ascii')
                if both or self._needs_space(before, lastspace, charset, hasspace):
                    folder.add_blank()
            lastspace = text and _parts_words(text[-1])
            before = charset
            first, *others = text.splitlines() or ['']
            folder.feed('', first, charset)
            for line in others:
                folder.end_line()
                bare = line.lstrip()
                if charset.header_encoding is not None:
                    folder.feed(self._continuation_ws, ' ' + bare, charset)
                else:
                    folder.feed(line[:len(line) - len(bare)], bare, charset)
            if others:
                folder.end_line()
        if self._chunks:
            folder.add_blank()
        value = folder.result(linesep)
        if _embedded_header.search(value):
            raise HeaderParseError(f'header value appears to contain an embedded header: {value!r}')
        return value

    def _normalize(self):
        """Put neighbours of the same character set together."""
        chunks = []
        for text, charset in self._chunks:
            if chunks and charset == chunks[-1][1]:
                chunks[-1] = chunks[-1][0] + ' ' + text, chunks[-1][1]
            else:
                chunks.append((text, charset))
        self._chunks = chunks


class _Folder:
    """Makes lines from words: pairs of white space and what follows it."""

    def __init__(self, taken, limit, continuation, splitchars):
        self._limit = limit
        self._continuation = continuation
        self._splitchars = splitchars
        self._lines = []
        self._line = []
        # What the header's name takes of the first line.
        self._taken = taken

    def _length(self):
        return self._taken + sum(len(space) + len(word) for space, word in self._line)

    def _text(self):
        return ''.join(space + word for space, word in self._line)

    def _begin(self, words=()):
        self._line = list(words)
        self._taken = 0

    def result(self, linesep):
        """All lines."""
        self.end_line()
        return linesep.join(self._lines)

    def end_line(self):
        """Begin a new line, without a blank at the end of the old one."""
        if self._line and self._line[-1] == (' ', ''):
            self._line.pop()
        text = self._text()
        if text or self._taken:
            if self._lines and not self._taken and text.isspace():
                # A line of white space would end the header.
                self._lines[-1] += text
            else:
                self._lines.append(text)
        self._begin()

    def add_blank(self):
        """Add a blank, which is lost at the end of a line."""
        self._line.append((' ', ''))

    def feed(self, space, text, charset):
        """Add a text."""
        if charset.header_encoding is None:
            words = re.split('([ \t]+)', space + text)
            if words[0]:
                self._add('', words[0])
            for i in range(1, len(words), 2):
                self._add(words[i], words[i + 1])
            return
        words = charset.header_encode_lines(text, self._rooms())
        first, *others = words
        if first is not None:
            self._add(space, first)
        if others:
            self.end_line()
            self._lines += [self._continuation + word for word in others[:-1]]
            self._line.append((self._continuation, others[-1]))

    def _rooms(self):
        yield self._limit - self._length()
        while True:
            yield self._limit - len(self._continuation)

    def _add(self, space, word):
        """Add a word; if the line is too long then, cut it at the best place."""
        self._line.append((space, word))
        if self._length() <= self._limit:
            return
        cut = self._best_cut()
        if cut is not None:
            rest = self._line[cut:]
            del self._line[cut:]
            self._lines.append(self._text())
            self._begin(rest)
            return
        self._line.pop()
        if self._taken:
            # The name stays alone.
            self.end_line()
            space = space or ' '
        self._line.append((space, word))

    def _best_cut(self):
        for char in self._splitchars:
            for i in range(len(self._line) - 1, 0, -1):
                if char.isspace() and self._line[i][0].startswith(char):
                    return i
                if self._line[i - 1][1].endswith(char):
                    return i
        return None
