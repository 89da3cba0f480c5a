"""Cookies as headers have them (RFC 6265), for servers.

A SimpleCookie is a dict of Morsels; setting a name to a text makes one. `http.cookiejar` is for clients.
"""

import re
import time
import types

__all__ = ['CookieError', 'BaseCookie', 'SimpleCookie']

# Of names, and of values that need no quotes.
_PLAIN = r"[a-zA-Z0-9!#$%&'*+\-.^_`|~:]+"
_is_legal_key = re.compile(_PLAIN).fullmatch
# What stays as it is inside of quotes; other characters below 256 become their number.
_QUOTED = re.compile(r"[^a-zA-Z0-9!#$%&'*+\-.^_`|~: ()/<=>?@\[\]{}]")
_ESCAPED = re.compile(r'\\(?:([0-3][0-7][0-7])|(.))')
_CONTROL = re.compile(r'[\x00-\x1f\x7f]')
_WEEKDAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


class CookieError(Exception):
    """A name or value that cannot be in a cookie."""


def _has_control_character(*values):
    """Whether a value would end the header that it stands in."""
    return any(_CONTROL.search(str(value)) for value in values)


def _quote_character(match):
    char = match[0]
    if char in '"\\':
        return '\\' + char
    return f'\\{ord(char):03o}' if ord(char) < 256 else char


def _quote(str):
    """A value as it is sent, in quotes if it needs them."""
    if str is None or _is_legal_key(str):
        return str
    return f'"{_QUOTED.sub(_quote_character, str)}"'


def _unquote(str):
    """A value without its quotes."""
    if str is None or len(str) < 2 or str[0] != '"' or str[-1] != '"':
        return str
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)) if match[1] else match[2], str[1:-1])


def _getdate(future=0):
    """The time so many seconds from now, as cookies have it."""
    year, month, day, hour, minute, second, weekday, *_ = time.gmtime(time.time() + future)
    return (f'{_WEEKDAYS[weekday]}, {day:02d} {_MONTHS[month - 1]} {year:4d} '
            f'{hour:02d}:{minute:02d}:{second:02d} GMT')


class Morsel(dict):
    """One cookie: `key`, `value`, `coded_value` (the value as it is sent), and its attributes as a dict."""

    # How attributes are written.
    _reserved = {'expires': 'expires', 'path': 'Path', 'comment': 'Comment', 'domain': 'Domain',
                 'max-age': 'Max-Age', 'secure': 'Secure', 'httponly': 'HttpOnly',
                 'version': 'Version', 'samesite': 'SameSite', 'partitioned': 'Partitioned'}
    _flags = {'secure', 'httponly', 'partitioned'}

    def __init__(self):
        self._key = self._value = self._coded_value = None
        dict.update(self, dict.fromkeys(self._reserved, ''))

    @property
    def key(self):
        """The name."""
        return self._key

    @property
    def value(self):
        """The value."""
        return self._value

    @property
    def coded_value(self):
        """The value as it is sent."""
        return self._coded_value

    def _attribute(self, name, value):
        """The name of an attribute in lower case; raises CookieError."""
        name = name.lower()
        if name not in self._reserved:
            raise CookieError(f'Invalid attribute {name!r}')
        if _has_control_character(name, value):
            raise CookieError(f'Control characters are not allowed in cookies {name!r} {value!r}')
        return name

    def __setitem__(self, K, V):
        dict.__setitem__(self, self._attribute(K, V), V)

    def setdefault(self, key, val=None):
        """An attribute, which is set if there is none."""
        return dict.setdefault(self, self._attribute(key, val), val)

    def update(self, values):
        """Set attributes, all or none."""
        dict.update(self, {self._attribute(key, value): value
                           for key, value in dict(values).items()})

    def __ior__(self, values):
        self.update(values)
        return self

    def __eq__(self, morsel):
        if not isinstance(morsel, Morsel):
            return NotImplemented
        return dict.__eq__(self, morsel) and self.__getstate__() == morsel.__getstate__()

    __ne__ = object.__ne__

    def copy(self):
        """The same cookie once more."""
        morsel = Morsel()
        dict.update(morsel, self)
        morsel.__dict__.update(self.__dict__)
        return morsel

    def isReservedKey(self, K):
        """Whether a name is that of an attribute."""
        return K.lower() in self._reserved

    def set(self, key, val, coded_val):
        """Set name and value."""
        if key.lower() in self._reserved:
            raise CookieError(f'Attempt to set a reserved key {key!r}')
        if not _is_legal_key(key):
            raise CookieError(f'Illegal key {key!r}')
        self._store(key, val, coded_val)

    def _store(self, *values):
        if _has_control_character(*values):
            shown = ' '.join(map(repr, values))
            raise CookieError(f'Control characters are not allowed in cookies {shown}')
        self._key, self._value, self._coded_value = values

    def __getstate__(self):
        return {'key': self._key, 'value': self._value, 'coded_value': self._coded_value}

    def __setstate__(self, state):
        self._store(state['key'], state['value'], state['coded_value'])

    def output(self, attrs=None, header='Set-Cookie:'):
        """The header that sets the cookie, with its attributes or those of *attrs*."""
        return f'{header} {self.OutputString(attrs)}'

    __str__ = output

    def __repr__(self):
        return f'<{type(self).__name__}: {self.OutputString()}>'

    def js_output(self, attrs=None):
        """A piece of HTML that sets the cookie."""
        import urllib.parse
        text = self.OutputString(attrs)
        if _has_control_character(text):
            raise CookieError('Control characters are not allowed in cookies')
        # Encoded, so that it cannot end the script.
        text = urllib.parse.quote(text, safe='', encoding='utf-8')
        indent = ' ' * 8
        return ''.join(f'{line}\n' for line in (
            '', indent + '<script type="text/javascript">', indent + '<!-- begin hiding',
            f'{indent}document.cookie = decodeURIComponent("{text}");',
            indent + '// end hiding -->', indent + '</script>')) + indent

    def OutputString(self, attrs=None):
        """The cookie without the header's name."""
        pieces = [f'{self.key}={self.coded_value}']
        for key, value in sorted(self.items()):
            if value == '' or attrs is not None and key not in attrs or key not in self._reserved:
                continue
            name = self._reserved[key]
            if key in self._flags:
                if value:
                    pieces.append(name)
                continue
            if key == 'expires' and isinstance(value, int):
                value = _getdate(value)
            elif key == 'max-age' and isinstance(value, int):
                value = int(value)
            elif key == 'comment' and isinstance(value, str):
                value = _quote(value)
            pieces.append(f'{name}={value}')
        return '; '.join(pieces)

    __class_getitem__ = classmethod(types.GenericAlias)


# Names and values are taken as browsers send them, with characters that no standard allows.
_NAME_CHARS = r"\w!#%&'~`><@,:/$*+\-.^|)(?}{="
_COOKIE = re.compile(rf'''
    \s* (?P<key> [{_NAME_CHARS}]+? )
    ( \s*=\s*
      (?P<val> "(?:[^\\"]|\\.)*"
             | (?:\w{{3,6}}day|\w{{3}}),\s [\w\s\-]{{9,11}}\s [\d:]{{8}}\sGMT
             | [{_NAME_CHARS}\[\]]* ) )?
    \s* (?: \s+ | ; | $ )''', re.ASCII | re.VERBOSE)


class BaseCookie(dict):
    """Cookies by their names. Subclasses say how values are coded."""

    def __init__(self, input=None):
        if input:
            self.load(input)

    def value_decode(self, val):
        """(value, coded value) from what was received."""
        return val, val

    def value_encode(self, val):
        """(value, coded value) from what the program set."""
        text = str(val)
        return text, text

    def _set_morsel(self, key, value, coded):
        morsel = self.get(key, Morsel())
        morsel.set(key, value, coded)
        dict.__setitem__(self, key, morsel)

    def __setitem__(self, key, value):
        if isinstance(value, Morsel):
            dict.__setitem__(self, key, value)
        else:
            self._set_morsel(key, *self.value_encode(value))

    def output(self, attrs=None, header='Set-Cookie:', sep='\r\n'):
        """The headers that set the cookies."""
        lines = [morsel.output(attrs, header) for _, morsel in sorted(self.items())]
        if _has_control_character(*lines):
            raise CookieError('Control characters are not allowed in cookies')
        return sep.join(lines)

    __str__ = output

    def __repr__(self):
        shown = ' '.join(f'{key}={morsel.value!r}' for key, morsel in sorted(self.items()))
        return f'<{type(self).__name__}: {shown}>'

    def js_output(self, attrs=None):
        """A piece of HTML that sets the cookies."""
        return ''.join(morsel.js_output(attrs) for _, morsel in sorted(self.items()))

    def load(self, rawdata):
        """Set the cookies of a header, all of it or nothing if it makes no sense; or those of a dict."""
        if not isinstance(rawdata, str):
            for key, value in rawdata.items():
                self[key] = value
            return
        parsed = self._parse(rawdata)
        morsel = None
        for name, value, is_attribute in parsed or ():
            if is_attribute:
                morsel[name] = value
            else:
                self._set_morsel(name, *value)
                morsel = self[name]

    def _parse(self, text):
        """(name, value, whether it is an attribute) of each piece; None if the text makes no sense."""
        found = []
        place = 0
        while place < len(text) and (match := _COOKIE.match(text, place)):
            place = match.end()
            key, value = match['key'], match['val']
            name = key.lower()
            if key.startswith('$'):
                # Before all cookies it is of the header as a whole.
                if found:
                    found.append((key[1:], value, True))
            elif name in Morsel._reserved:
                if value is None:
                    if name not in Morsel._flags:
                        return None
                    value = True
                else:
                    value = _unquote(value)
                if not found:
                    return None
                found.append((key, value, True))
            elif value is None:
                return None
            else:
                found.append((key, self.value_decode(value), False))
        return found


class SimpleCookie(BaseCookie):
    """Cookies whose values are texts, in quotes where they have to be."""

    def value_decode(self, val):
        """(value, coded value) from what was received."""
        return _unquote(val), val

    def value_encode(self, val):
        """(value, coded value) from what the program set."""
        text = str(val)
        return text, _quote(text)
