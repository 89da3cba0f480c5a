"""What headers of the newer interface are made of, and how they are cut into lines.

A header is a tree of Nodes, whose leaves are texts. `str()` of a tree is the header as it is read, with encoded words
decoded and comments in it; `value` is what it means, with one blank for each white space and comment.
"""

import sys
import urllib.parse

from email import _encoded_words, errors, utils

WSP = ' \t'
SPECIALS = set('()<>@,:;.\\"[]')
_LINE_ENDS = {'\n', '\r'}
_SPECIALS_OR_LINE_ENDS = SPECIALS | _LINE_ENDS


def escape_quoted(text):
    """Backslashes before backslashes and quotes."""
    return str(text).replace('\\', '\\\\').replace('"', '\\"')


def quote_string(text):
    """A text in quotes."""
    return f'"{escape_quoted(text)}"'


class Leaf(str):
    """A piece of text. White space among encoded words is no text at all (kind 'hidden')."""

    encodable = True
    # Whether encoded words before and behind may be made one.
    combinable = True

    def __new__(cls, text, kind, breakable=True, encodable=True):
        self = super().__new__(cls, text)
        self.kind = kind
        self.breakable = breakable
        self.encodable = encodable
        self.defects = []
        return self

    def __getnewargs__(self):
        return super().__str__(), self.kind, self.breakable, self.encodable

    def __str__(self):
        return '' if self.kind == 'hidden' else super().__str__()

    @property
    def value(self):
        """What the text means."""
        return {'fws': ' ', 'ctext': ' ', 'hidden': ''}.get(self.kind, self)

    @property
    def all_defects(self):
        """The defects, as a list of its own."""
        return self.defects.copy()

    def starts_blank(self):
        """Whether a line can be cut before the text."""
        return self.kind in ('fws', 'hidden') and self[:1] in (' ', '\t')

    def has(self, kind):
        """Whether the text is of a kind."""
        return self.kind == kind


class Node(list):
    """A part of a header with its parts.

    kind: what it is; 'quoted' and 'comment' are without their delimiters inside.
    encodable: whether its text may become encoded words.
    breakable: whether a line may be cut before it.
    """

    def __init__(self, kind, parts=(), encodable=None, breakable=True, combinable=True):
        super().__init__(parts)
        self.kind = kind
        self._encodable = encodable
        self.breakable = breakable
        self.combinable = combinable
        self.defects = []

    def __reduce_ex__(self, protocol):
        return _made_again, (self.__dict__, list(self))

    def __str__(self):
        text = ''.join(map(str, self))
        if self.kind == 'quoted':
            return quote_string(text)
        if self.kind == 'comment':
            return f'({"".join(map(_shown_in_comment, self))})'
        return text

    @property
    def value(self):
        """What the part means."""
        if self.kind in ('cfws', 'comment'):
            return ' '
        if self.kind == 'quoted':
            return ''.join(map(str, self))
        return ''.join(part.value for part in self)

    @property
    def all_defects(self):
        """The defects of the part and all its parts."""
        return self.defects + [defect for part in self for defect in part.all_defects]

    @property
    def encodable(self):
        """Whether the text may become encoded words."""
        if self._encodable is None:
            return all(part.encodable for part in self)
        return self._encodable

    def starts_blank(self):
        """Whether a line can be cut before the part."""
        return bool(self) and self[0].starts_blank()

    def has(self, kind):
        """Whether the part is of a kind or has one in it."""
        return self.kind == kind or any(part.has(kind) for part in self)

    def fold(self, *, policy):
        """The part as lines, each with its end."""
        if self.kind in ('msg-id', 'message-id', 'invalid-message-id'):
            # Never cut: others compare them.
            return f'{self}{policy.linesep}'
        folder = _Folder(policy)
        for part in self:
            folder.add(part)
        return policy.linesep.join(folder.lines) + policy.linesep


def _made_again(attributes, parts):
    node = Node('', parts)
    node.__dict__.update(attributes)
    return node


def _shown_in_comment(part):
    return str(part) if part.kind == 'comment' else escape_comment(part)


def escape_comment(text):
    """Backslashes before backslashes and parentheses."""
    return str(text).replace('\\', '\\\\').replace('(', '\\(').replace(')', '\\)')


class Parameters(Node):
    """The parameters of a header (RFC 2231): `params` is a list of names and values."""

    def __init__(self, parts=()):
        super().__init__('parameters', parts, breakable=False)
        self.params = []

    def __str__(self):
        shown = '; '.join(f'{name}={quote_string(value)}' if value else name
                          for name, value in self.params)
        return ' ' + shown if shown else ''

    def __reduce_ex__(self, protocol):
        return _parameters_again, (self.__dict__, list(self))


def _parameters_again(attributes, parts):
    node = Parameters(parts)
    node.__dict__.update(attributes)
    return node


class _Folder:
    """Cuts a header into lines. The last line is the one that parts are added to."""

    def __init__(self, policy):
        self._policy = policy
        self._limit = policy.max_line_length or sys.maxsize
        self._encoding = 'utf-8' if policy.utf8 else 'us-ascii'
        self.lines = ['']
        # Where the encoded word begins that the last line ends in, and its character set.
        self._word_start = None
        self._word_charset = None
        self._ends_in_word = False
        # How many of the parts around must not be encoded.
        self._blocked = 0

    def _room(self):
        return self._limit - len(self.lines[-1])

    def _take_blank(self):
        """Take a blank from the end of the last line."""
        line = self.lines[-1] if self.lines else ''
        if line[-1:] not in (' ', '\t'):
            return ''
        if len(line) > 1:
            self.lines[-1] = line[:-1]
        else:
            self.lines.pop()
        return line[-1]

    def _charset_of(self, part, text):
        """The character set that a part needs, and whether it has to be encoded."""
        try:
            text.encode(self._encoding)
            return self._encoding, False
        except UnicodeEncodeError:
            unknown = any(isinstance(defect, errors.UndecodableBytesDefect)
                          for defect in part.all_defects)
            return 'unknown-8bit' if unknown else 'utf-8', True

    def add(self, part, encode=False):
        """Add a part."""
        text = str(part)
        if not encode:
            # In encoded words there may have been what would mean something outside.
            risky = _SPECIALS_OR_LINE_ENDS if part.kind == 'ptext' or part.has('vtext') else _LINE_ENDS
            encode = not risky.isdisjoint(text)
        charset, needed = self._charset_of(part, text)
        if part.kind == 'parameters':
            self._add_parameters(part)
            self._ends_in_word = False
            return
        if (encode or needed) and not self._blocked:
            if part.encodable:
                if isinstance(part, Node):
                    self._add_all(part)
                else:
                    self._add_word(text, part.combinable, charset)
                return
            self._word_start = None
            if part.breakable and self._add_alone(part):
                return
            if isinstance(part, Node):
                self._add_all(part)
                return
        if len(text) <= self._room():
            self.lines[-1] += text
            self._note(text)
            return
        if part.breakable and len(text) + 1 <= self._limit and self._on_new_line(part, text):
            self._word_start = None
            return
        if isinstance(part, Node):
            self._add_pieces(part)
        elif part.encodable and not self._blocked:
            self.add(part, True)
        elif not self._on_new_line(part, text):
            self.lines[-1] += text
            self._note(text)

    def _add_all(self, parts):
        for part in parts:
            self.add(part)

    def _note(self, text):
        """Blanks behind an encoded word change nothing."""
        self._ends_in_word = self._ends_in_word and not text.strip(WSP)

    def _on_new_line(self, part, text):
        """Begin a line with a part, if there is a blank to begin it with."""
        blank = self._take_blank()
        if not blank and not part.starts_blank():
            return False
        self.lines.append(blank + text)
        self._note(self.lines[-1])
        return True

    def _add_alone(self, part):
        """Add a part that fits on one line; False if it does not."""
        text = part.fold(policy=self._policy).removesuffix(self._policy.linesep)
        if self._policy.linesep in text:
            return False
        if len(text) > self._room():
            self.lines.append(self._take_blank())
        self.lines[-1] += text
        self._ends_in_word = False
        return True

    def _add_pieces(self, part):
        """Add what a part is made of, with the delimiters that only the whole shows."""
        pieces = list(part)
        if part.kind == 'quoted':
            pieces = [Leaf('"', 'ptext'), *(Leaf(escape_quoted(piece), 'ptext') for piece in pieces),
                      Leaf('"', 'ptext')]
        elif part.kind == 'comment':
            pieces = [Leaf('(', 'ptext'),
                      *(Leaf(escape_comment(piece), 'ptext') if piece.kind == 'ctext' else piece
                        for piece in pieces),
                      Leaf(')', 'ptext')]
        if part.encodable:
            self._add_all(pieces)
            return
        self._blocked += 1
        self._add_all(pieces)
        self._blocked -= 1

    def _add_word(self, text, combinable, charset):
        """Add a text as encoded words."""
        before = self._word_charset
        if (self._word_start is not None and charset != before
                and (before == 'unknown-8bit' or before == 'utf-8' and charset != 'us-ascii')):
            self._word_start = None
        self._word_start = self._encoded(text, combinable, charset)
        self._ends_in_word = True
        self._word_charset = charset

    def _encoded(self, text, combinable, charset):
        """Add encoded words; returns where the last one begins, None if nothing may be added to it."""
        lines = self.lines
        start = self._word_start
        if start is not None and combinable:
            # With the word before it, decoded, it may be shorter.
            from email._header_value_parser import get_unstructured
            text = str(get_unstructured(lines[-1][start:] + text))
            lines[-1] = lines[-1][:start]
        elif self._ends_in_word:
            # White space between encoded words would be lost.
            bare = lines[-1].rstrip(WSP)
            blanks = lines[-1][len(bare):]
            lines[-1] = bare + (' ' if blanks else '')
            text = blanks + text
        elif text[0] in WSP:
            blank, text = text[0], text[1:]
            if not self._room():
                lines.append(self._take_blank())
            lines[-1] += blank
        end = ''
        if text[-1:] in (' ', '\t'):
            text, end = text[:-1], text[-1]
        if start is None:
            start = len(lines[-1])
        charset = 'utf-8' if charset == 'us-ascii' else charset
        around = len(charset) + 7
        if around + 1 >= self._limit:
            raise errors.HeaderParseError('max_line_length is too small to fit an encoded word')
        while text:
            room = self._room()
            if room <= around:
                lines.append(self._take_blank() or ' ')
                start = len(lines[-1])
                continue
            # More characters than that do not fit; perhaps fewer.
            taken = room - around
            word = _encoded_words.encode(text[:taken], charset=charset)
            taken = min(taken, len(text))
            while len(word) > room:
                taken -= 1
                word = _encoded_words.encode(text[:taken], charset=charset)
            lines[-1] += word
            text = text[taken:]
            if text:
                lines.append(' ')
                start = len(lines[-1])
        lines[-1] += end
        return start if combinable else None

    def _add_parameters(self, parameters):
        lines = self.lines
        for name, value in parameters.params:
            if not lines[-1].rstrip().endswith(';'):
                lines[-1] += ';'
            charset, handler = self._encoding, 'strict'
            try:
                value.encode(charset)
                text = f'{name}={quote_string(value)}'
            except UnicodeEncodeError:
                charset = 'utf-8'
                if utils._has_surrogates(value):
                    charset, handler = 'unknown-8bit', 'surrogateescape'
                text = f"{name}*={charset}''{_percent(value, handler)}"
            if len(text) + 1 < self._room():
                lines[-1] += ' ' + text
            elif len(text) + 2 <= self._limit:
                lines.append(' ' + text)
            else:
                self._add_sections(name, value, charset, handler)

    def _add_sections(self, name, value, charset, handler):
        """A parameter cut in pieces, each on a line of its own."""
        prefix = f"{charset}''"
        section = 0
        limit = self._limit
        while value:
            around = len(name) + len(str(section)) + 3 + len(prefix)
            if limit <= around + 3:
                # Better too long than not at all.
                limit = 78
            room = taken = limit - around - 2
            while len(text := _percent(value[:taken], handler)) > room:
                taken -= 1
            value = value[taken:]
            self.lines.append(f' {name}*{section}*={prefix}{text}{";" if value else ""}')
            prefix = ''
            section += 1


def _percent(text, handler):
    return urllib.parse.quote(text, safe='', errors=handler)
