"""Python objects to JSON text.

Owns JSONEncoder and the escaping of strings. `_json` replaces the escaping,
and the whole traversal where one string is asked for. Pieces of output are
handed to a function, so one traversal serves strings and streams.
"""

try:
    from _json import encode_basestring_ascii as c_encode_basestring_ascii
except ImportError:
    c_encode_basestring_ascii = None
try:
    from _json import encode_basestring as c_encode_basestring
except ImportError:
    c_encode_basestring = None
try:
    from _json import make_encoder as c_make_encoder
except ImportError:
    c_make_encoder = None

INFINITY = float('inf')
ESCAPE_DCT = {'\\': '\\\\', '"': '\\"', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r',
              '\t': '\\t'}
for _code in range(0x20):
    ESCAPE_DCT.setdefault(chr(_code), f'\\u{_code:04x}')
del _code

_TABLE = str.maketrans(ESCAPE_DCT)


def py_encode_basestring(s):
    """*s* as a JSON string that keeps characters beyond ASCII."""
    if not isinstance(s, str):
        raise TypeError(f'first argument must be a string, not {s.__class__.__name__}')
    return '"' + s.translate(_TABLE) + '"'


def _escape_char(char):
    """One character as it appears in an ASCII JSON string."""
    if ' ' <= char <= '~' and char not in '"\\':
        return char
    short = ESCAPE_DCT.get(char)
    if short is not None:
        return short
    code = ord(char)
    if code < 0x10000:
        return f'\\u{code:04x}'
    code -= 0x10000
    return f'\\u{0xd800 | code >> 10:04x}\\u{0xdc00 | code & 0x3ff:04x}'


def py_encode_basestring_ascii(s):
    """*s* as a JSON string of ASCII characters only."""
    if not isinstance(s, str):
        raise TypeError(f'first argument must be a string, not {s.__class__.__name__}')
    if s.isascii() and s.isprintable():
        if '"' not in s and '\\' not in s:
            return '"' + s + '"'
    return '"' + ''.join(map(_escape_char, s)) + '"'


encode_basestring = c_encode_basestring or py_encode_basestring
encode_basestring_ascii = c_encode_basestring_ascii or py_encode_basestring_ascii


class JSONEncoder:
    """A JSON writer with its options; subclasses override `default`."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
                 sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        """Called for objects that JSON does not know; returns one that it does."""
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        """*o* as a JSON string."""
        if isinstance(o, str):
            return (encode_basestring_ascii if self.ensure_ascii else encode_basestring)(o)
        return ''.join(self.iterencode(o, _one_shot=True))

    def iterencode(self, o, _one_shot=False):
        """The pieces of the JSON text of *o*."""
        markers = {} if self.check_circular else None
        escape = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        if _one_shot and c_make_encoder is not None:
            indent = self.indent
            if indent is not None and not isinstance(indent, str):
                indent = ' ' * indent
            return c_make_encoder(markers, self.default, escape, indent, self.key_separator,
                                  self.item_separator, self.sort_keys, self.skipkeys,
                                  self.allow_nan)(o, 0)
        chunks = []
        run = _make_writer(self, markers, escape, chunks.append)
        if _one_shot:
            run(o, 0)
            return chunks
        return _in_pieces(run, o, chunks)

    def _write_to(self, o, write):
        """Hand the JSON text of *o* to *write*, piece by piece."""
        _make_writer(self, {} if self.check_circular else None,
                     encode_basestring_ascii if self.ensure_ascii else encode_basestring,
                     write)(o, 0)


def _in_pieces(run, o, chunks):
    """Yield what *run* wrote to *chunks*, also if it failed on the way."""
    try:
        run(o, 0)
    except BaseException:
        yield from chunks
        raise
    yield from chunks


def _make_writer(encoder, markers, escape, emit):
    """A function (object, depth) that hands the JSON text of the object to *emit*, once."""
    default = encoder.default
    allow_nan, skipkeys, sort_keys = encoder.allow_nan, encoder.skipkeys, encoder.sort_keys
    separator, colon = encoder.item_separator, encoder.key_separator
    indent = encoder.indent
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent

    def float_text(o):
        if o != o:
            text = 'NaN'
        elif o == INFINITY:
            text = 'Infinity'
        elif o == -INFINITY:
            text = '-Infinity'
        else:
            return float.__repr__(o)
        if not allow_nan:
            raise ValueError(f'Out of range float values are not JSON compliant: {o!r}')
        return text

    def scalar(o):
        """The text of a value that holds no others, None for other objects."""
        if isinstance(o, str):
            return escape(o)
        if o is None:
            return 'null'
        if o is True:
            return 'true'
        if o is False:
            return 'false'
        if isinstance(o, int):
            # Subclasses may print themselves differently.
            return int.__repr__(o)
        if isinstance(o, float):
            return float_text(o)
        return None

    def enter(o):
        if markers is not None:
            if id(o) in markers:
                raise ValueError('Circular reference detected')
            markers[id(o)] = o

    def write_list(o, depth):
        if not o:
            emit('[]')
            return
        enter(o)
        depth += 1
        if indent is None:
            head, between, tail = '[', separator, ']'
        else:
            line = '\n' + indent * depth
            head, between, tail = '[' + line, separator + line, '\n' + indent * (depth - 1) + ']'
        lead = head
        for i, value in enumerate(o):
            try:
                text = scalar(value)
                if text is not None:
                    emit(lead + text)
                else:
                    emit(lead)
                    write(value, depth)
            except BaseException as exc:
                exc.add_note(f'when serializing {type(o).__name__} item {i}')
                raise
            lead = between
        emit(tail)
        if markers is not None:
            del markers[id(o)]

    def key_text(key):
        """The key as str, None to skip it."""
        if isinstance(key, str):
            return key
        if key is None or isinstance(key, (int, float)):
            return scalar(key)
        if skipkeys:
            return None
        raise TypeError('keys must be str, int, float, bool or None, '
                        f'not {key.__class__.__name__}')

    def write_dict(o, depth):
        if not o:
            emit('{}')
            return
        enter(o)
        depth += 1
        if indent is None:
            lead, between, tail = '{', separator, '}'
        else:
            line = '\n' + indent * depth
            lead, between, tail = '{' + line, separator + line, '\n' + indent * (depth - 1) + '}'
        first = True
        for key, value in sorted(o.items()) if sort_keys else o.items():
            name = key_text(key)
            if name is None:
                continue
            try:
                text = scalar(value)
                if text is not None:
                    emit(lead + escape(name) + colon + text)
                else:
                    emit(lead + escape(name) + colon)
                    write(value, depth)
            except BaseException as exc:
                exc.add_note(f'when serializing {type(o).__name__} item {name!r}')
                raise
            if first:
                first = False
                lead = between
        if first:
            # Every key was skipped.
            emit('{')
            tail = '}'
        emit(tail)
        if markers is not None:
            del markers[id(o)]

    def write(o, depth):
        text = scalar(o)
        if text is not None:
            emit(text)
        elif isinstance(o, (list, tuple)):
            write_list(o, depth)
        elif isinstance(o, dict):
            write_dict(o, depth)
        else:
            enter(o)
            # An error of default() itself gets no note.
            replacement = default(o)
            try:
                write(replacement, depth)
            except BaseException as exc:
                exc.add_note(f'when serializing {type(o).__name__} object')
                raise
            if markers is not None:
                del markers[id(o)]

    def run(o, depth):
        """Writes one document. The functions above hold each other and *emit*; that ends with it."""
        nonlocal write
        try:
            write(o, depth)
        finally:
            write = None

    return run
