"""Reading TOML 1.0."""

import re
import sys
from datetime import date, datetime, time, timedelta, timezone
from types import MappingProxyType

__all__ = ('loads', 'load', 'TOMLDecodeError')

_missing = object()


class TOMLDecodeError(ValueError):
    """What is no TOML: message, document, position, and the line and column of that."""

    def __init__(self, msg=_missing, doc=_missing, pos=_missing, *args):
        if not args and isinstance(msg, str) and isinstance(doc, str) and isinstance(pos, int):
            self.lineno = doc.count('\n', 0, pos) + 1
            self.colno = pos + 1 if self.lineno == 1 else pos - doc.rindex('\n', 0, pos)
            where = 'end of document' if pos >= len(doc) else f'line {self.lineno}, column {self.colno}'
            self.msg, self.doc, self.pos = msg, doc, pos
            ValueError.__init__(self, f'{msg} (at {where})')
            return
        import warnings
        warnings.warn('Free-form arguments for TOMLDecodeError are deprecated. '
                      "Please set 'msg' (str), 'doc' (str) and 'pos' (int) arguments only.",
                      DeprecationWarning, stacklevel=2)
        given = [a for a in (msg, doc, pos) if a is not _missing]
        ValueError.__init__(self, *given, *args)


def load(fp, /, *, parse_float=float):
    """Reads a binary file."""
    data = fp.read()
    try:
        text = data.decode()
    except AttributeError:
        raise TypeError("File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`") from None
    return loads(text, parse_float=parse_float)


def loads(s, /, *, parse_float=float):
    """Reads text. parse_float makes numbers of what looks like a float."""
    try:
        text = s.replace('\r\n', '\n')
    except (AttributeError, TypeError):
        raise TypeError(f"Expected str object, not '{type(s).__qualname__}'") from None
    return _Reader(text, _checked(parse_float)).document()


def _checked(parse_float):
    if parse_float is float:
        return float

    def convert(text):
        value = parse_float(text)
        if isinstance(value, (dict, list)):
            raise ValueError('parse_float must not return dicts or lists')
        return value

    return convert


_BARE = re.compile(r'[A-Za-z0-9_-]+')
_BLANK = re.compile(r'[ \t]*')
_EMPTY = re.compile(r'[ \t\n]*')
_TIME = r'([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,6})[0-9]*)?'
_CLOCK = re.compile(_TIME)
_DATE = re.compile(rf'''
    ([0-9]{{4}})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])
    (?:[Tt ]{_TIME}(?:([Zz])|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))?)?''', re.VERBOSE)
_NUMBER = re.compile(r'''
    0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)
    |[+-]?(?:0|[1-9](?:_?[0-9])*)(?P<float>(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)''', re.VERBOSE)
_ESCAPES = MappingProxyType({'b': '\b', 't': '\t', 'n': '\n', 'f': '\f', 'r': '\r', '"': '"', '\\': '\\'})
_PLAIN = re.compile(r'[^"\\\x00-\x08\x0a-\x1f\x7f]*')
_PLAIN_LONG = re.compile(r'[^"\\\x00-\x08\x0b-\x1f\x7f]*')
_LITERAL = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f]*")
_LITERAL_LONG = re.compile(r"[^'\x00-\x08\x0b-\x1f\x7f]*")
_COMMENT = re.compile(r'#[^\x00-\x08\x0a-\x1f\x7f]*')
_HEX = frozenset('0123456789abcdefABCDEF')

# How a name came to be: a table may be opened once, and a value never.
_IMPLICIT, _OPEN, _ARRAY, _DOTTED, _CLOSED = range(5)
# Each part of a key is one more table in a table.
_PARTS = sys.getrecursionlimit()


class _Table:
    """What is known of a table while the document is read."""

    __slots__ = 'values', 'kind', 'children'

    def __init__(self, values, kind):
        self.values = values
        self.kind = kind
        self.children = {}


class _Reader:
    def __init__(self, text, parse_float):
        self.text = text
        self.pos = 0
        self.parse_float = parse_float
        self.root = _Table({}, _OPEN)

    def error(self, message, pos=None):
        return TOMLDecodeError(message, self.text, self.pos if pos is None else pos)

    def peek(self, length=1):
        return self.text[self.pos:self.pos + length]

    def skip(self, pattern):
        self.pos = pattern.match(self.text, self.pos).end()

    def comment(self):
        if self.peek() == '#':
            self.skip(_COMMENT)
            if self.peek() not in ('', '\n'):
                raise self.error(f'Found invalid character {self.peek()!r}')

    def gaps(self):
        """Blanks, line ends and comments."""
        while True:
            self.skip(_EMPTY)
            if self.peek() != '#':
                return
            self.comment()

    def line_end(self):
        self.skip(_BLANK)
        self.comment()
        if self.pos < len(self.text):
            if self.peek() != '\n':
                raise self.error('Expected newline or end of document after a statement')
            self.pos += 1

    # ---- structure

    def document(self):
        table, header = self.root, ()
        while True:
            self.skip(_EMPTY)
            c = self.peek()
            if not c:
                return self.root.values
            if c == '#':
                self.comment()
                continue
            if c == '[':
                table, header = self.array_header() if self.peek(2) == '[[' else self.table_header()
            elif _BARE.match(self.text, self.pos) or c in '"\'':
                key, value = self.pair()
                self.assign(table, header, key, value)
            else:
                raise self.error('Invalid statement')
            self.line_end()

    def table_header(self):
        self.pos += 1
        self.skip(_BLANK)
        key = self.key()
        parent = self.descend(key, f'Cannot declare {key} twice')
        found = parent.children.get(key[-1])
        if found is None:
            if key[-1] in parent.values:
                raise self.error('Cannot overwrite a value')
            table = self.child(parent, key[-1], _OPEN)
        elif found.kind == _IMPLICIT:
            found.kind = _OPEN
            table = found
        else:
            raise self.error(f'Cannot declare {key} twice')
        if self.peek() != ']':
            raise self.error("Expected ']' at the end of a table declaration")
        self.pos += 1
        return table, key

    def array_header(self):
        self.pos += 2
        self.skip(_BLANK)
        key = self.key()
        parent = self.descend(key, f'Cannot mutate immutable namespace {key}')
        found = parent.children.get(key[-1])
        if found is None:
            if key[-1] in parent.values:
                raise self.error('Cannot overwrite a value')
            array = parent.values[key[-1]] = []
        elif found.kind == _ARRAY:
            array = parent.values[key[-1]]
        elif found.kind == _CLOSED:
            raise self.error(f'Cannot mutate immutable namespace {key}')
        else:
            raise self.error('Cannot overwrite a value')
        values = {}
        array.append(values)
        table = parent.children[key[-1]] = _Table(values, _ARRAY)
        if self.peek(2) != ']]':
            raise self.error("Expected ']]' at the end of an array declaration")
        self.pos += 2
        return table, key

    def child(self, parent, name, kind):
        values = parent.values[name] = {}
        table = parent.children[name] = _Table(values, kind)
        return table

    def descend(self, key, closed):
        """The table that the last part of a header's key belongs to; missing ones are made."""
        table = self.root
        for name in key[:-1]:
            found = table.children.get(name)
            if found is None:
                if name in table.values:
                    raise self.error('Cannot overwrite a value')
                found = self.child(table, name, _IMPLICIT)
            elif found.kind == _CLOSED:
                raise self.error(closed)
            table = found
        return table

    def assign(self, table, header, key, value):
        """One key and value of a table."""
        for i, name in enumerate(key[:-1]):
            found = table.children.get(name)
            if found is None:
                if name in table.values:
                    raise self.error('Cannot overwrite a value')
                found = self.child(table, name, _DOTTED)
            elif found.kind == _CLOSED:
                raise self.error(f'Cannot mutate immutable namespace {header + key[:-1]}')
            elif found.kind in (_OPEN, _ARRAY):
                raise self.error(f'Cannot redefine namespace {header + key[:i + 1]}')
            elif found.kind == _IMPLICIT:
                # A dotted key opens it, so that no header may.
                found.kind = _DOTTED
            table = found
        name = key[-1]
        if name in table.values:
            raise self.error('Cannot overwrite a value')
        table.values[name] = value
        if isinstance(value, (dict, list)):
            table.children[name] = _Table(value, _CLOSED)

    # ---- keys

    def pair(self):
        key = self.key()
        if self.peek() != '=':
            raise self.error("Expected '=' after a key in a key/value pair")
        self.pos += 1
        self.skip(_BLANK)
        return key, self.value()

    def key(self):
        names = [self.key_part()]
        self.skip(_BLANK)
        while self.peek() == '.':
            self.pos += 1
            self.skip(_BLANK)
            names.append(self.key_part())
            if len(names) > _PARTS:
                raise RecursionError(f'TOML key has more than the allowed {_PARTS} parts')
            self.skip(_BLANK)
        return tuple(names)

    def key_part(self):
        match = _BARE.match(self.text, self.pos)
        if match:
            self.pos = match.end()
            return match[0]
        c = self.peek()
        if c == "'":
            return self.literal()
        if c == '"':
            return self.basic()
        raise self.error('Invalid initial character for a key part')

    # ---- values

    def value(self):
        c = self.peek()
        if c == '"':
            return self.long_basic() if self.peek(3) == '"""' else self.basic()
        if c == "'":
            return self.long_literal() if self.peek(3) == "'''" else self.literal()
        if c == 't' and self.peek(4) == 'true':
            self.pos += 4
            return True
        if c == 'f' and self.peek(5) == 'false':
            self.pos += 5
            return False
        if c == '[':
            return self.array()
        if c == '{':
            return self.inline_table()
        if match := _DATE.match(self.text, self.pos):
            try:
                value = self.moment(match)
            except ValueError as e:
                raise self.error('Invalid date or datetime') from e
            self.pos = match.end()
            return value
        if match := _CLOCK.match(self.text, self.pos):
            self.pos = match.end()
            hour, minute, second, fraction = match.groups()
            return time(int(hour), int(minute), int(second), _micro(fraction))
        if match := _NUMBER.match(self.text, self.pos):
            self.pos = match.end()
            if match['float']:
                return self.parse_float(match[0])
            return int(match[0], 0)
        for length in 3, 4:
            word = self.peek(length)
            if word.lstrip('+-') in ('inf', 'nan') and len(word) - len(word.lstrip('+-')) == length - 3:
                self.pos += length
                return self.parse_float(word)
        raise self.error('Invalid value')

    def moment(self, match):
        (year, month, day, hour, minute, second, fraction, zulu, sign, offset_hour,
         offset_minute) = match.groups()
        year, month, day = int(year), int(month), int(day)
        if hour is None:
            return date(year, month, day)
        zone = None
        if sign:
            offset = timedelta(hours=int(sign + offset_hour), minutes=int(sign + offset_minute))
            zone = timezone(offset)
        elif zulu:
            zone = timezone.utc
        return datetime(year, month, day, int(hour), int(minute), int(second), _micro(fraction), tzinfo=zone)

    def array(self):
        self.pos += 1
        items = []
        self.gaps()
        while self.peek() != ']':
            items.append(self.value())
            self.gaps()
            if self.peek() == ',':
                self.pos += 1
                self.gaps()
            elif self.peek() != ']':
                raise self.error('Unclosed array')
        self.pos += 1
        return items

    def inline_table(self):
        self.pos += 1
        table = _Table({}, _OPEN)
        self.skip(_BLANK)
        if self.peek() == '}':
            self.pos += 1
            return table.values
        while True:
            key, value = self.pair()
            self.inline_assign(table, key, value)
            self.skip(_BLANK)
            c = self.peek()
            if c == '}':
                self.pos += 1
                return table.values
            if c != ',':
                raise self.error('Unclosed inline table')
            self.pos += 1
            self.skip(_BLANK)

    def inline_assign(self, table, key, value):
        for name in key[:-1]:
            found = table.children.get(name)
            if found is None:
                if name in table.values:
                    raise self.error('Cannot overwrite a value')
                found = self.child(table, name, _DOTTED)
            elif found.kind == _CLOSED:
                raise self.error(f'Cannot mutate immutable namespace {key}')
            table = found
        closed = table.children.get(key[-1])
        if closed is not None and closed.kind == _CLOSED:
            raise self.error(f'Cannot mutate immutable namespace {key}')
        if key[-1] in table.values:
            raise self.error(f'Duplicate inline table key {key[-1]!r}')
        table.values[key[-1]] = value
        if isinstance(value, (dict, list)):
            table.children[key[-1]] = _Table(value, _CLOSED)

    # ---- strings

    def literal(self):
        return self.short("'", _LITERAL)

    def basic(self):
        return self.short('"', _PLAIN)

    def short(self, quote, plain):
        self.pos += 1
        parts = []
        while True:
            start = self.pos
            self.skip(plain)
            parts.append(self.text[start:self.pos])
            c = self.peek()
            if c == quote:
                self.pos += 1
                return ''.join(parts)
            if c == '\\':
                parts.append(self.escape(False))
            elif not c:
                raise self.error('Unterminated string' if quote == '"' else "Expected \"'\"")
            else:
                raise self.error(f'Illegal character {c!r}' if quote == '"' else f'Found invalid character {c!r}')

    def long_basic(self):
        return self.long('"', _PLAIN_LONG)

    def long_literal(self):
        return self.long("'", _LITERAL_LONG)

    def long(self, quote, plain):
        self.pos += 3
        if self.peek() == '\n':
            self.pos += 1
        parts = []
        while True:
            start = self.pos
            self.skip(plain)
            parts.append(self.text[start:self.pos])
            c = self.peek()
            if c == quote:
                count = 1
                while count < 5 and self.peek(count + 1) == quote * (count + 1):
                    count += 1
                self.pos += count
                if count >= 3:
                    # Up to two quotes may stand before the end.
                    parts.append(quote * (count - 3))
                    return ''.join(parts)
                parts.append(quote * count)
            elif c == '\\':
                parts.append(self.escape(True))
            elif not c:
                raise self.error('Unterminated string' if quote == '"' else 'Expected "\'\'\'"')
            else:
                raise self.error(f'Illegal character {c!r}' if quote == '"' else f'Found invalid character {c!r}')

    def escape(self, long):
        c = self.text[self.pos + 1:self.pos + 2]
        if c in _ESCAPES:
            self.pos += 2
            return _ESCAPES[c]
        if c == 'u' or c == 'U':
            self.pos += 2
            length = 4 if c == 'u' else 8
            digits = self.peek(length)
            if len(digits) != length or not _HEX.issuperset(digits):
                raise self.error('Invalid hex value')
            self.pos += length
            code = int(digits, 16)
            if code > 0x10ffff or 0xd800 <= code <= 0xdfff:
                raise self.error('Escaped character is not a Unicode scalar value')
            return chr(code)
        if long and c in (' ', '\t', '\n'):
            # The line end and all blanks behind it are gone.
            self.pos += 1
            if c != '\n':
                self.skip(_BLANK)
                if self.peek() != '\n':
                    if not self.peek():
                        return ''
                    raise self.error("Unescaped '\\' in a string")
                self.pos += 1
            self.skip(_EMPTY)
            return ''
        self.pos += 2
        if not c:
            raise self.error('Unterminated string')
        raise self.error("Unescaped '\\' in a string")


def _micro(fraction):
    return int(fraction.ljust(6, '0')) if fraction else 0

