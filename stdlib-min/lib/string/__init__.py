"""String constants, `$` templates and the formatter behind str.format().

Owns Template and Formatter. The default templates are scanned by hand; `re` is
loaded only for subclasses that bring patterns of their own.
"""

__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits',
           'hexdigits', 'octdigits', 'printable', 'punctuation', 'whitespace', 'Formatter',
           'Template']

import _string

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """*s* with each word capitalised; words are separated by *sep* or white space."""
    return (sep or ' ').join(map(str.capitalize, s.split(sep)))


class _LazyPattern:
    """`Template.pattern`: compiled when first asked for, once per class."""

    def __get__(self, instance, cls=None):
        cls = cls or type(instance)
        return cls._compile_pattern()


# How a piece of a template begins: with an escaped delimiter, a name, a name
# in braces, or with something that is not allowed.
_ESCAPED, _NAMED, _BRACED, _INVALID = range(4)


class Template:
    """A string with placeholders `$name` and `${name}`; `$$` stands for `$`."""

    delimiter = '$'
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = None
    pattern = _LazyPattern()

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compiled = None

    @classmethod
    def _compile_pattern(cls):
        """The regular expression of this class, for those who want to see it."""
        import re
        pattern = cls.__dict__.get('pattern', _LazyPattern)
        for base in cls.__mro__:
            if 'pattern' in base.__dict__:
                pattern = base.__dict__['pattern']
                break
        if isinstance(pattern, _LazyPattern):
            delim = re.escape(cls.delimiter)
            braced = cls.braceidpattern or cls.idpattern
            pattern = fr"""
            {delim}(?:
              (?P<escaped>{delim})  |
              (?P<named>{cls.idpattern})  |
              {{(?P<braced>{braced})}} |
              (?P<invalid>)
            )
            """
        flags = re.IGNORECASE if cls.flags is None else cls.flags
        compiled = re.compile(pattern, flags | re.VERBOSE)
        cls.pattern = compiled
        return compiled

    def __init__(self, template):
        self.template = template

    def _invalid(self, start):
        """Complain about the delimiter that ends before index *start*."""
        lines = self.template[:start].splitlines(keepends=True)
        raise ValueError(f'Invalid placeholder in string: line {len(lines) or 1}, '
                         f'col {len(lines[-1]) if lines else 1}')

    def _pieces(self):
        """Yield (start, end, kind, name) for each place where the delimiter stands."""
        cls = type(self)
        if (isinstance(_static_attribute(cls, 'pattern'), _LazyPattern) and cls.flags is None
                and cls.idpattern == Template.idpattern and cls.braceidpattern is None):
            return _scan(self.template, self.delimiter)
        pattern = cls.pattern
        if isinstance(pattern, (str, bytes)):
            pattern = cls._compile_pattern()
        return self._matches(pattern)

    def _matches(self, pattern):
        for match in pattern.finditer(self.template):
            name = match.group('named')
            if name is not None:
                yield match.start(), match.end(), _NAMED, name
                continue
            name = match.group('braced')
            if name is not None:
                yield match.start(), match.end(), _BRACED, name
            elif match.group('escaped') is not None:
                yield match.start(), match.end(), _ESCAPED, None
            elif match.group('invalid') is not None:
                yield match.start(), match.end(), _INVALID, match.start('invalid')
            else:
                raise ValueError('Unrecognized named group in pattern', pattern)

    def substitute(self, mapping={}, /, **kws):
        """The text with all placeholders replaced; KeyError for an unknown one."""
        text = self.template
        out = []
        done = 0
        for start, end, kind, name in self._pieces():
            out.append(text[done:start])
            done = end
            if kind == _ESCAPED:
                out.append(self.delimiter)
            elif kind == _INVALID:
                self._invalid(name)
            else:
                out.append(str(kws[name] if name in kws else mapping[name]))
        out.append(text[done:])
        return ''.join(out)

    def safe_substitute(self, mapping={}, /, **kws):
        """Like `substitute`; unknown and malformed placeholders stay as they are."""
        text = self.template
        out = []
        done = 0
        for start, end, kind, name in self._pieces():
            out.append(text[done:start])
            done = end
            if kind == _ESCAPED:
                out.append(self.delimiter)
            elif kind == _INVALID:
                out.append(text[start:end])
            else:
                try:
                    out.append(str(kws[name] if name in kws else mapping[name]))
                except KeyError:
                    out.append(text[start:end])
        out.append(text[done:])
        return ''.join(out)

    def is_valid(self):
        """True if `substitute` would not raise ValueError."""
        return all(kind != _INVALID for _, _, kind, _ in self._pieces())

    def get_identifiers(self):
        """The names that occur, in order, each once."""
        return list(dict.fromkeys(name for _, _, kind, name in self._pieces()
                                  if kind in (_NAMED, _BRACED)))


def _static_attribute(cls, name):
    """What *name* is in the class that defines it, descriptors not called."""
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return None


_FIRST = frozenset(ascii_letters + '_')
_OTHER = _FIRST | frozenset(digits)


def _name_end(text, pos):
    """The end of the identifier at *pos*, *pos* itself if there is none."""
    if pos < len(text) and text[pos] in _FIRST:
        pos += 1
        while pos < len(text) and text[pos] in _OTHER:
            pos += 1
    return pos


def _scan(text, delimiter):
    """`Template._pieces` for identifiers of the default form."""
    width = len(delimiter)
    start = text.find(delimiter)
    while start >= 0:
        pos = start + width
        end = _name_end(text, pos)
        if text.startswith(delimiter, pos):
            end = pos + width
            yield start, end, _ESCAPED, None
        elif end > pos:
            yield start, end, _NAMED, text[pos:end]
        else:
            close = _name_end(text, pos + 1) if text.startswith('{', pos) else pos
            if close > pos + 1 and text.startswith('}', close):
                end = close + 1
                yield start, end, _BRACED, text[pos + 1:close]
            else:
                yield start, pos, _INVALID, pos
        start = text.find(delimiter, end)


class Formatter:
    """str.format() with its steps open to subclasses."""

    def format(self, format_string, /, *args, **kwargs):
        """*format_string* with its fields replaced."""
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        """`format` with the arguments as a sequence and a mapping."""
        used = set()
        text, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth,
                 auto_arg_index=0):
        """(text, next automatic index); the index is False once numbers were given."""
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        out = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                out.append(literal)
            if name is None:
                continue
            first, _ = _string.formatter_field_name_split(name)
            if first == '':
                if auto_arg_index is False:
                    raise ValueError('cannot switch from manual field specification '
                                     'to automatic field numbering')
                name = str(auto_arg_index) + name
                auto_arg_index += 1
            elif isinstance(first, int):
                if auto_arg_index:
                    raise ValueError('cannot switch from automatic field numbering '
                                     'to manual field specification')
                auto_arg_index = False
            obj, key = self.get_field(name, args, kwargs)
            used_args.add(key)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args,
                                                 recursion_depth - 1, auto_arg_index)
            out.append(self.format_field(obj, spec))
        return ''.join(out), auto_arg_index

    def get_value(self, key, args, kwargs):
        """The argument with index or name *key*."""
        return (args if isinstance(key, int) else kwargs)[key]

    def check_unused_args(self, used_args, args, kwargs):
        """A hook for subclasses that mind unused arguments."""

    def format_field(self, value, format_spec):
        """*value* as text."""
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        """*value* after `!s`, `!r` or `!a`."""
        if conversion is None:
            return value
        if conversion == 's':
            return str(value)
        if conversion == 'r':
            return repr(value)
        if conversion == 'a':
            return ascii(value)
        raise ValueError(f'Unknown conversion specifier {conversion!s}')

    def parse(self, format_string):
        """Iterate over (literal text, field name, format spec, conversion)."""
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        """(object, argument used) for a field like `0.name` or `lookup[3]`."""
        first, rest = _string.formatter_field_name_split(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attr, key in rest:
            obj = getattr(obj, key) if is_attr else obj[key]
        return obj, first
