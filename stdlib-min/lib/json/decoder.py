"""JSON text to Python objects.

Owns JSONDecoder, its error class and the parsers of strings, objects and
arrays. `_json` replaces the string parser and the scanner where it is present;
positions in error messages are the same either way.
"""

from json import scanner

try:
    from _json import scanstring as c_scanstring
except ImportError:
    c_scanstring = None

__all__ = ['JSONDecoder', 'JSONDecodeError']

NaN = float('nan')
PosInf = float('inf')
NegInf = float('-inf')


class JSONDecodeError(ValueError):
    """Text that is not JSON; tells what was expected and where."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, f'{msg}: line {lineno} column {colno} (char {pos})')
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


_CONSTANTS = {'-Infinity': NegInf, 'Infinity': PosInf, 'NaN': NaN}
BACKSLASH = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
_SPACE = ' \t\n\r'
_HEX = frozenset('0123456789abcdefABCDEF')


def _hex4(s, pos):
    """The value of the four hexadecimal digits after the `u` at *pos*."""
    digits = s[pos + 1:pos + 5]
    if len(digits) == 4 and _HEX.issuperset(digits):
        return int(digits, 16)
    raise JSONDecodeError('Invalid \\uXXXX escape', s, pos)


def _unescape(s, pos):
    """(character, position after it) for the escape whose letter is at *pos*."""
    letter = s[pos]
    if letter != 'u':
        try:
            return BACKSLASH[letter], pos + 1
        except KeyError:
            raise JSONDecodeError(f'Invalid \\escape: {letter!r}', s, pos) from None
    code = _hex4(s, pos)
    pos += 5
    if 0xd800 <= code <= 0xdbff and s[pos:pos + 2] == '\\u':
        low = _hex4(s, pos + 1)
        if 0xdc00 <= low <= 0xdfff:
            return chr(0x10000 + ((code - 0xd800) << 10 | low - 0xdc00)), pos + 6
    return chr(code), pos


def py_scanstring(s, end, strict=True):
    """(text, position after the quote) of the string whose content starts at *end*."""
    begin = end - 1
    chunks = []
    while True:
        quote = s.find('"', end)
        if quote < 0:
            stop = len(s)
        else:
            stop = quote
        slash = s.find('\\', end, stop)
        if slash >= 0:
            stop = slash
        chunk = s[end:stop]
        if strict and not chunk.isprintable():
            for i, char in enumerate(chunk):
                if char < ' ':
                    raise JSONDecodeError(f'Invalid control character {char!r} at', s, end + i)
        chunks.append(chunk)
        if slash < 0:
            if quote < 0:
                raise JSONDecodeError('Unterminated string starting at', s, begin)
            return ''.join(chunks), quote + 1
        if slash + 1 >= len(s):
            raise JSONDecodeError('Unterminated string starting at', s, begin)
        char, end = _unescape(s, slash + 1)
        chunks.append(char)


scanstring = c_scanstring or py_scanstring


def _skip(s, end):
    """The position of the first character from *end* on that is no white space."""
    size = len(s)
    while end < size and s[end] in _SPACE:
        end += 1
    return end


def JSONObject(s_and_end, strict, scan_once, object_hook, object_pairs_hook, memo=None):
    """(object, position after it); *s_and_end* points after the opening brace."""
    s, end = s_and_end
    intern = ({} if memo is None else memo).setdefault
    pairs = []
    end = _skip(s, end)
    char = s[end:end + 1]
    if char == '}':
        end += 1
    elif char != '"':
        raise JSONDecodeError('Expecting property name enclosed in double quotes', s, end)
    else:
        while True:
            key, end = scanstring(s, end + 1, strict)
            key = intern(key, key)
            end = _skip(s, end)
            if s[end:end + 1] != ':':
                raise JSONDecodeError("Expecting ':' delimiter", s, end)
            end = _skip(s, end + 1)
            try:
                value, end = scan_once(s, end)
            except StopIteration as err:
                raise JSONDecodeError('Expecting value', s, err.value) from None
            pairs.append((key, value))
            end = _skip(s, end)
            char = s[end:end + 1]
            if char == '}':
                end += 1
                break
            if char != ',':
                raise JSONDecodeError("Expecting ',' delimiter", s, end)
            comma = end
            end = _skip(s, end + 1)
            char = s[end:end + 1]
            if char != '"':
                if char == '}':
                    raise JSONDecodeError('Illegal trailing comma before end of object', s, comma)
                raise JSONDecodeError('Expecting property name enclosed in double quotes', s, end)
    if object_pairs_hook is not None:
        return object_pairs_hook(pairs), end
    result = dict(pairs)
    if object_hook is not None:
        result = object_hook(result)
    return result, end


def JSONArray(s_and_end, scan_once):
    """(list, position after it); *s_and_end* points after the opening bracket."""
    s, end = s_and_end
    values = []
    end = _skip(s, end)
    if s[end:end + 1] == ']':
        return values, end + 1
    while True:
        try:
            value, end = scan_once(s, end)
        except StopIteration as err:
            raise JSONDecodeError('Expecting value', s, err.value) from None
        values.append(value)
        end = _skip(s, end)
        char = s[end:end + 1]
        if char == ']':
            return values, end + 1
        if char != ',':
            raise JSONDecodeError("Expecting ',' delimiter", s, end)
        comma = end
        end = _skip(s, end + 1)
        if s[end:end + 1] == ']':
            raise JSONDecodeError('Illegal trailing comma before end of array', s, comma)


class JSONDecoder:
    """A JSON parser with its options: hooks for objects and numbers, strictness."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None,
                 parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.parse_object = JSONObject
        self.parse_array = JSONArray
        self.parse_string = scanstring
        self.memo = {}
        self.scan_once = scanner.make_scanner(self)

    def decode(self, s):
        """The object that the whole of *s* describes."""
        obj, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end != len(s):
            raise JSONDecodeError('Extra data', s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """(object, position after it) for the document that starts at *idx*."""
        try:
            return self.scan_once(s, idx)
        except StopIteration as err:
            raise JSONDecodeError('Expecting value', s, err.value) from None
