"""The part of the JSON parser that tells what kind of value comes next.

Owns `make_scanner`: native where `_json` has one, else the one below. A
scanner raises StopIteration(position) where no value starts.
"""

try:
    from _json import make_scanner as c_make_scanner
except ImportError:
    c_make_scanner = None

__all__ = ['make_scanner']

_DIGITS = frozenset('0123456789')
_WORDS = {'n': ('null', None), 't': ('true', True), 'f': ('false', False)}


def _digits_end(string, pos):
    """The end of the run of ASCII digits at *pos*."""
    size = len(string)
    while pos < size and string[pos] in _DIGITS:
        pos += 1
    return pos


def _number_ends(string, pos):
    """(end of the integer part, end of the number), or None if none starts at *pos*."""
    start = pos + 1 if string.startswith('-', pos) else pos
    whole = start + 1 if string.startswith('0', start) else _digits_end(string, start)
    if whole == start or whole > len(string):
        return None
    end = whole
    if string.startswith('.', end):
        stop = _digits_end(string, end + 1)
        if stop > end + 1:
            end = stop
    if string[end:end + 1] in ('e', 'E'):
        first = end + 2 if string[end + 1:end + 2] in ('+', '-') else end + 1
        stop = _digits_end(string, first)
        if stop > first:
            end = stop
    return whole, end


def py_make_scanner(context):
    """A function (string, index) -> (value, end) with the options of *context*."""
    parse_object = context.parse_object
    parse_array = context.parse_array
    parse_string = context.parse_string
    strict = context.strict
    parse_float = context.parse_float
    parse_int = context.parse_int
    parse_constant = context.parse_constant
    object_hook = context.object_hook
    object_pairs_hook = context.object_pairs_hook
    memo = context.memo

    def value_at(string, idx):
        try:
            char = string[idx]
        except IndexError:
            raise StopIteration(idx) from None
        if char == '"':
            return parse_string(string, idx + 1, strict)
        if char == '{':
            return parse_object((string, idx + 1), strict, value_at, object_hook,
                                object_pairs_hook, memo)
        if char == '[':
            return parse_array((string, idx + 1), value_at)
        if char in _WORDS:
            word, value = _WORDS[char]
            if string.startswith(word, idx):
                return value, idx + len(word)
            raise StopIteration(idx)
        ends = _number_ends(string, idx)
        if ends is not None:
            whole, end = ends
            text = string[idx:end]
            return (parse_int if whole == end else parse_float)(text), end
        for word in ('NaN', 'Infinity', '-Infinity'):
            if string.startswith(word, idx):
                return parse_constant(word), idx + len(word)
        raise StopIteration(idx)

    def scan_once(string, idx):
        if idx < 0:
            raise ValueError('idx cannot be negative')
        try:
            return value_at(string, idx)
        finally:
            memo.clear()

    return scan_once


make_scanner = c_make_scanner or py_make_scanner
