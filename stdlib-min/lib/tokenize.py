"""Python source as tokens, with their positions, and back.

`_Scanner` reads lines and gives tokens. Its invariant: `pos` is where the next token of `line` may begin, and `line` is
line number `row` of the source. Inside of a replacement field of an f-string the scanner works as outside; the stack
`fields` says which string it comes back to.
"""

import builtins
import codecs
import collections
import io
import re
import token as _token
from token import *
from token import EXACT_TOKEN_TYPES

__all__ = [*_token.__all__, 'tokenize', 'generate_tokens', 'detect_encoding', 'untokenize',
           'TokenInfo', 'open', 'TokenError']


class TokenInfo(collections.namedtuple('TokenInfo', 'type string start end line')):
    """One token: its kind, its text, where it starts and ends as (line, column), and its line."""

    def __repr__(self):
        kind = f'{self.type} ({tok_name[self.type]})'
        return (f'TokenInfo(type={kind}, string={self.string!r}, start={self.start!r}, '
                f'end={self.end!r}, line={self.line!r})')

    @property
    def exact_type(self):
        """The kind, where each operator has its own."""
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


class TokenError(Exception):
    """The source cannot be taken apart."""


# --- scanning --------------------------------------------------------------------------

_digits = r'[0-9](?:_?[0-9])*'
_exponent = rf'[eE][-+]?{_digits}'
_SPACE = re.compile(r'[ \t\f]*')
_NAME = re.compile(r'[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*')
_NUMBER = re.compile(
    r'0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+'
    rf'|(?:{_digits}\.(?:{_digits})?|\.{_digits})(?:{_exponent})?[jJ]?'
    rf'|{_digits}{_exponent}[jJ]?|{_digits}[jJ]?')
_STRING = re.compile(r'''([bB]?[rR]?|[rR][bB]|[uU]|[fFtT][rR]?|[rR][fFtT])('{3}|"{3}|'|")''')
_OPERATOR = re.compile('|'.join(map(re.escape, sorted(EXACT_TOKEN_TYPES, key=len, reverse=True))))
_COMMENT = re.compile(r'#[^\r\n]*')
_NEWLINE = re.compile(r'\r?\n|\r')
_BODY = {quote: re.compile(rf'(?:[^\\{stop}]|\\(?:\r\n|.)|{more})*{quote}', re.DOTALL)
         for quote, stop, more in (("'", "'\\n", '(?!)'), ('"', '"\\n', '(?!)'),
                                   ("'''", "'", "'(?!'')"), ('"""', '"', '"(?!"")'))}
_BASES = {'x': ('hexadecimal', '0123456789abcdef'), 'o': ('octal', '01234567'),
          'b': ('binary', '01')}
_OPENING = frozenset('([{')
_CLOSING = frozenset(')]}')
_FAR = 8


class _Field:
    """An f-string or t-string that is being read."""

    __slots__ = ('quote', 'raw', 'kind', 'levels', 'row', 'column')

    def __init__(self, prefix, quote, row, column):
        self.quote = quote
        self.raw = 'r' in prefix.lower()
        self.kind = 't' if 't' in prefix.lower() else 'f'
        # The bracket level of each replacement field that is open, and whether its format has begun.
        self.levels = []
        self.row = row
        self.column = column


class _Scanner:
    def __init__(self, readline):
        self.readline = readline
        self.row = 0
        self.line = ''
        self.pos = 0
        self.level = 0
        self.indents = [(0, 0)]
        self.fields = []

    def next_line(self):
        """Go to the next line; '' at the end."""
        try:
            line = self.readline()
        except StopIteration:
            line = ''
        if '\0' in line:
            raise TokenError('source code cannot contain null bytes', (self.row + 1, 0))
        if line:
            self.row += 1
        self.line = line
        self.pos = 0
        return line

    def error(self, message, column=None):
        raise TokenError(message, (self.row, self.pos + 1 if column is None else column))

    def token(self, type, end):
        """The token from here to column *end*."""
        start = self.pos
        self.pos = end
        return TokenInfo(type, self.line[start:end], (self.row, start), (self.row, end), self.line)

    def line_end(self, type):
        """NEWLINE or NL, at the end of a line; without text if the source ends there."""
        found = _NEWLINE.match(self.line, self.pos)
        if found:
            return self.token(type, found.end())
        start = len(self.line)
        self.pos = start
        return TokenInfo(type, '', (self.row, start), (self.row, start + 1), self.line)

    def scan(self):
        """All tokens."""
        while self.next_line():
            if self.starts_blank():
                yield from self.blank()
                continue
            yield from self.indentation()
            yield from self.logical_line()
        row = self.row + 1
        for _ in self.indents[1:]:
            yield TokenInfo(DEDENT, '', (row, 0), (row, 0), '')
        yield TokenInfo(ENDMARKER, '', (row, 0), (row, 0), '')

    def starts_blank(self):
        """Whether the line holds nothing but a comment."""
        end = _SPACE.match(self.line).end()
        return end == len(self.line) or self.line[end] in '#\r\n'

    def blank(self):
        self.pos = _SPACE.match(self.line).end()
        found = _COMMENT.match(self.line, self.pos)
        if found:
            yield self.token(COMMENT, found.end())
        if found or self.pos < len(self.line):
            yield self.line_end(NL)

    def indentation(self):
        """INDENT or DEDENT tokens of the line."""
        column = flat = end = 0
        for char in self.line:
            if char == ' ':
                column += 1
                flat += 1
            elif char == '\t':
                column = (column // _FAR + 1) * _FAR
                flat += 1
            elif char == '\f':
                column = flat = 0
            else:
                break
            end += 1
        if self.line[end:end + 1] == '\\':
            # A line that goes on is indented as the whole of it.
            return
        known, known_flat = self.indents[-1]
        if column == known:
            if flat != known_flat:
                self.bad_tabs()
        elif column > known:
            if flat <= known_flat:
                self.bad_tabs()
            self.indents.append((column, flat))
            yield self.token(INDENT, end)
        else:
            while column < self.indents[-1][0]:
                self.indents.pop()
                if column > self.indents[-1][0]:
                    text = self.line.rstrip('\r\n')
                    raise IndentationError(
                        'unindent does not match any outer indentation level',
                        ('<string>', self.row, len(text) + 1, text, None, None))
                yield TokenInfo(DEDENT, '', (self.row, end), (self.row, end), self.line)
            if flat != self.indents[-1][1]:
                self.bad_tabs()

    def bad_tabs(self):
        text = self.line.rstrip('\r\n')
        raise TabError('inconsistent use of tabs and spaces in indentation',
                       ('<string>', self.row, len(text) + 1, text, None, None))

    def logical_line(self):
        """Tokens to the end of the statement, which may be lines away."""
        while True:
            if self.fields and not self.in_expression():
                yield from self.middle()
                continue
            line = self.line
            self.pos = pos = _SPACE.match(line, self.pos).end()
            if pos == len(line) or line[pos] in '\r\n':
                if not self.level and not self.fields:
                    yield self.line_end(NEWLINE)
                    return
                yield self.line_end(NL)
                self.go_on()
            elif line[pos] == '#':
                yield self.token(COMMENT, _COMMENT.match(line, pos).end())
            elif line[pos] == '\\':
                if not _NEWLINE.match(line, pos + 1):
                    if pos + 1 == len(line):
                        self.error('unexpected EOF in multi-line statement', pos + 2)
                    self.error('unexpected character after line continuation character', pos + 1)
                if not self.next_line():
                    self.error('unexpected EOF in multi-line statement', 0)
            elif found := _STRING.match(line, pos):
                yield from self.string(found)
            elif line[pos].isdigit() and line[pos].isascii() or (
                    line[pos] == '.' and line[pos + 1:pos + 2].isdigit()):
                yield self.number()
            elif found := _NAME.match(line, pos):
                yield self.token(NAME, found.end())
            else:
                yield from self.operator()

    def go_on(self):
        """The next line of a statement that is not over."""
        column = len(self.line) + 1 if self.fields else 0
        if not self.next_line():
            self.error('unexpected EOF in multi-line statement', column)

    def number(self):
        line, pos = self.line, self.pos
        base = line[pos + 1:pos + 2].lower() if line[pos] == '0' else ''
        found = _NUMBER.match(line, pos)
        end = found.end()
        if base in _BASES and base:
            name, digits = _BASES[base]
            if end == pos + 1:
                after = line[pos + 2:pos + 3]
                if after.isdigit() and after.isascii():
                    self.error(f"invalid digit '{after}' in {name} literal", pos + 3)
                self.error(f'invalid {name} literal', pos + 2)
            after = line[end:end + 1]
            if after.isdigit() and after.isascii():
                self.error(f"invalid digit '{after}' in {name} literal", end + 1)
            if after == '_':
                self.error(f'invalid {name} literal', end + 1)
        elif line[end:end + 1] == '_':
            self.error('invalid decimal literal', end + 1)
        return self.token(NUMBER, end)

    def operator(self):
        """An operator, bracket, or a character that begins no token."""
        line, pos = self.line, self.pos
        char = line[pos]
        field = self.fields[-1] if self.fields else None
        if field is not None and field.levels[-1][0] == self.level and char == ':':
            # The format of the replacement field begins.
            field.levels[-1][1] = True
            yield self.token(OP, pos + 1)
            return
        if char in _OPENING:
            self.level += 1
        elif char in _CLOSING:
            if field is not None and char == '}' and field.levels[-1][0] == self.level:
                field.levels.pop()
            if self.level:
                self.level -= 1
        found = _OPERATOR.match(line, pos)
        yield self.token(OP, found.end() if found else pos + 1)

    # strings

    def string(self, found):
        prefix, quote = found.groups()
        if 'f' in prefix.lower() or 't' in prefix.lower():
            field = _Field(prefix, quote, self.row, self.pos)
            self.fields.append(field)
            yield self.token(FSTRING_START if field.kind == 'f' else TSTRING_START, found.end())
            return
        row, start, first = self.row, self.pos, self.line
        text = self.line
        body = _BODY[quote]
        at = found.end()
        while not (end := body.match(text, at)):
            long = len(quote) == 3
            if not long and not re.search(r'\\\r?\n\Z', text):
                self.error(f'unterminated string literal (detected at line {self.row})', start + 1)
            more = self.next_line()
            if not more:
                message = ('EOF in multi-line string' if long else
                           f'unterminated string literal (detected at line {self.row})')
                raise TokenError(message, (row, start + 1))
            text += more
        lines = text[:end.end()].count('\n')
        column = end.end() - (text.rfind('\n', 0, end.end()) + 1 if lines else 0)
        self.pos = column
        yield TokenInfo(STRING, text[start:end.end()], (row, start), (self.row, column), text)

    def in_expression(self):
        """Whether the innermost string is at a replacement field, not at its own text."""
        levels = self.fields[-1].levels
        return bool(levels) and not levels[-1][1]

    def middle(self):
        """Text of an f-string, to the next replacement field or its end."""
        field = self.fields[-1]
        kind = FSTRING_MIDDLE if field.kind == 'f' else TSTRING_MIDDLE
        in_format = bool(field.levels)
        long = len(field.quote) == 3
        row, start, lines = self.row, self.pos, self.line
        text = []

        def part(end, column=None):
            column = self.pos if column is None else column
            return TokenInfo(kind, ''.join(text), (row, start), (self.row, column), lines)

        while True:
            line, pos = self.line, self.pos
            if pos == len(line):
                self.unfinished(field, long)
                more = self.next_line()
                if not more:
                    self.unfinished(field, long, True)
                lines += more
                continue
            char = line[pos]
            if char == field.quote[0] and line.startswith(field.quote, pos):
                # In a format the quote ends the string as well; the error is the parser's.
                if text:
                    yield part(pos)
                self.fields.pop()
                for _ in field.levels:
                    self.level -= 1
                yield self.token(FSTRING_END if field.kind == 'f' else TSTRING_END,
                                 pos + len(field.quote))
                return
            if char in '\r\n' and not long:
                if in_format:
                    self.error('f-string: newlines are not allowed in format specifiers for '
                               'single quoted f-strings')
                self.unfinished(field, long, True)
            if char == '\\':
                found = None if field.raw else re.compile(r'\\N\{[^}]*\}').match(line, pos)
                if found and not in_format:
                    # The part ends with a character that is given by its name.
                    text.append(found[0])
                    self.pos = found.end()
                    yield part(found.end())
                    row, start, lines, text = self.row, self.pos, line, []
                    continue
                if line[pos + 1:pos + 2] in ('{', '}', ''):
                    end = pos + 1
                else:
                    end = pos + 2
                    if line.startswith('\r\n', pos + 1):
                        end += 1
                text.append(line[pos:end])
                self.pos = end
            elif char == '{':
                if line[pos + 1:pos + 2] == '{' and not in_format:
                    text.append('{')
                    self.pos = pos + 1
                    yield part(pos)
                    self.pos = pos + 2
                    row, start, lines, text = self.row, self.pos, line, []
                    continue
                if text or (in_format and line[pos + 1:pos + 2] == '{'):
                    yield part(pos)
                self.level += 1
                field.levels.append([self.level, False])
                yield self.token(OP, pos + 1)
                return
            elif char == '}':
                if in_format:
                    yield part(pos)
                    field.levels.pop()
                    self.level -= 1
                    yield self.token(OP, pos + 1)
                    return
                if line[pos + 1:pos + 2] == '}':
                    text.append('}')
                    self.pos = pos + 1
                    yield part(pos)
                    self.pos = pos + 2
                    row, start, lines, text = self.row, self.pos, line, []
                    continue
                yield part(pos)
                self.error(f"{field.kind}-string: single '}}' is not allowed")
            else:
                end = pos + 1
                while end < len(line) and line[end] not in '{}\\\r\n\'"':
                    end += 1
                text.append(line[pos:end])
                self.pos = end

    def unfinished(self, field, long, now=False):
        """The error of a string that does not end, once there is nothing more."""
        if not now:
            return
        if long:
            message = f'unterminated triple-quoted {field.kind}-string literal'
        else:
            message = f'unterminated {field.kind}-string literal'
        raise TokenError(f'{message} (detected at line {self.row})',
                         (field.row, field.column + 1))


# --- what is public --------------------------------------------------------------------

def generate_tokens(readline):
    """The tokens of lines of text."""
    return _Scanner(readline).scan()


def tokenize(readline):
    """The tokens of lines of bytes; the first one tells their encoding."""
    encoding, consumed = detect_encoding(readline)
    if encoding is not None:
        if encoding == 'utf-8-sig':
            encoding = 'utf-8'
        yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), '')
    source = iter(consumed)

    def lines():
        for line in source:
            return line.decode(encoding)
        return readline().decode(encoding)

    yield from _Scanner(lines).scan()


_COOKIE = re.compile(r'^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)', re.ASCII)
_EMPTY = re.compile(rb'^[ \t\f]*(?:[#\r\n]|$)', re.ASCII)


def _normal_name(name):
    """The usual name of the two encodings that are often written in other ways."""
    short = name[:12].lower().replace('_', '-')
    if short == 'utf-8' or short.startswith('utf-8-'):
        return 'utf-8'
    if short in ('latin-1', 'iso-8859-1', 'iso-latin-1') or short.startswith(
            ('latin-1-', 'iso-8859-1-', 'iso-latin-1-')):
        return 'iso-8859-1'
    return name


def detect_encoding(readline):
    """The encoding of source code, and the lines that were read to find it."""
    filename = getattr(getattr(readline, '__self__', None), 'name', None)
    default = 'utf-8'
    bom = False

    def read():
        try:
            return readline()
        except StopIteration:
            return b''

    def fail(message):
        if filename is not None:
            message = f'{message} for {filename!r}'
        raise SyntaxError(message)

    def cookie(line):
        try:
            text = line.decode('utf-8')
        except UnicodeDecodeError:
            fail('invalid or missing encoding declaration')
        found = _COOKIE.match(text)
        if not found:
            return None
        encoding = _normal_name(found[1])
        try:
            codec = codecs.lookup(encoding)
        except LookupError:
            raise SyntaxError(
                'unknown encoding: ' + encoding if filename is None
                else f'unknown encoding for {filename!r}: {encoding}') from None
        if bom:
            if encoding != 'utf-8':
                raise SyntaxError('encoding problem: utf-8' if filename is None
                                  else f'encoding problem for {filename!r}: utf-8')
            encoding += '-sig'
        return encoding

    first = read()
    if first.startswith(codecs.BOM_UTF8):
        bom = True
        first = first[3:]
        default = 'utf-8-sig'
    if not first:
        return default, []
    encoding = cookie(first)
    if encoding:
        return encoding, [first]
    if not _EMPTY.match(first):
        return default, [first]
    second = read()
    if not second:
        return default, [first]
    return cookie(second) or default, [first, second]


def open(filename):
    """A file of source code as text, in the encoding that it says it has."""
    buffer = builtins.open(filename, 'rb')
    try:
        encoding, _ = detect_encoding(buffer.readline)
        buffer.seek(0)
        text = io.TextIOWrapper(buffer, encoding, line_buffering=True)
        text.mode = 'r'
        return text
    except:
        buffer.close()
        raise


class Untokenizer:
    """Puts tokens together to source text."""

    def __init__(self):
        self.tokens = []
        self.row = 1
        self.column = 0
        self.encoding = None

    def add_space(self, start, line):
        """What stands between the last token and *start*."""
        row, column = start
        if row < self.row or row == self.row and column < self.column:
            raise ValueError(f'start ({row},{column}) precedes previous end '
                             f'({self.row},{self.column})')
        gap = row - self.row
        if gap:
            # Only a backslash joins lines without a token.
            self.tokens.append('\\\n' * gap)
            self.column = 0
        spaces = column - self.column
        if spaces:
            between = line[self.column:column]
            self.tokens.append(between if between.isspace() and len(between) == spaces
                               else ' ' * spaces)

    def untokenize(self, iterable):
        iterator = iter(iterable)
        indents = []
        at_start = False
        for item in iterator:
            if len(item) == 2:
                self.compat(item, iterator)
                break
            kind, text, start, end, line = item
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind == ENDMARKER:
                break
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                self.row, self.column = end
                continue
            if kind in (NEWLINE, NL):
                at_start = True
            elif at_start and indents:
                indent = indents[-1]
                if start[1] >= len(indent):
                    self.tokens.append(indent)
                    self.column = len(indent)
                at_start = False
            if kind in (FSTRING_MIDDLE, TSTRING_MIDDLE) and ('{' in text or '}' in text):
                text = _doubled(text)
                doubled = len(text) - len(item[1])
                end = end[0], end[1] + doubled
            self.add_space(start, line)
            self.tokens.append(text)
            self.row, self.column = end
            if kind in (NEWLINE, NL):
                self.row += 1
                self.column = 0
        return ''.join(self.tokens)

    def compat(self, item, iterator):
        """Tokens of which only kind and text are known."""
        indents = []
        append = self.tokens.append
        at_start = item[0] in (NEWLINE, NL)
        was_string = False
        import itertools
        for kind, text, *_ in itertools.chain([item], iterator):
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind in (NAME, NUMBER):
                text += ' '
            was, was_string = was_string, kind in (STRING, FSTRING_END, TSTRING_END)
            if was and kind in (STRING, FSTRING_START, TSTRING_START):
                # Two strings side by side must not run together.
                text = ' ' + text
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                continue
            if kind in (NEWLINE, NL):
                at_start = True
            elif at_start and indents:
                append(indents[-1])
                at_start = False
            if kind in (FSTRING_MIDDLE, TSTRING_MIDDLE):
                text = _doubled(text)
            append(text)


def _doubled(text):
    """Text of an f-string with its braces doubled, as they stand in source, apart from those of `\\N{...}`."""
    parts = re.split(r'(?<!\\)((?:\\\\)*\\N\{[^}]*\})', text)
    return ''.join(part if i % 2 else part.replace('{', '{{').replace('}', '}}')
                   for i, part in enumerate(parts))


def untokenize(iterable):
    """Source text of tokens: bytes if the first token is an encoding."""
    maker = Untokenizer()
    out = maker.untokenize(iterable)
    return out if maker.encoding is None else out.encode(maker.encoding)
