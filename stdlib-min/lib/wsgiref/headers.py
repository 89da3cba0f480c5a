"""Headers of an answer as a mapping over the list of pairs that applications give."""

import re

_name_disallowed_re = re.compile(r'[\x00-\x1f\x7f]')
# Tabs are allowed.
_value_disallowed_re = re.compile(r'[\x00-\x08\x0a-\x1f\x7f]')


class Headers:
    """Headers, found without regard to case; the list stays the caller's."""

    def __init__(self, headers=None):
        if headers is None:
            headers = []
        if type(headers) is not list:
            raise TypeError('Headers must be a list of name/value tuples')
        self._headers = headers
        for name, value in headers:
            self._checked(name, _name_disallowed_re)
            self._checked(value)

    @staticmethod
    def _checked(text, wrong=_value_disallowed_re):
        if type(text) is not str:
            raise AssertionError(f'Header names/values must be of type str (got {text!r})')
        if wrong.search(text):
            raise ValueError('Control characters not allowed in headers')
        return text

    def _key(self, name):
        return self._checked(name.lower(), _name_disallowed_re)

    def _add(self, name, value):
        self._headers.append((self._checked(name, _name_disallowed_re), self._checked(value)))

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        del self[name]
        self._add(name, val)

    def __delitem__(self, name):
        name = self._key(name)
        self._headers[:] = [pair for pair in self._headers if pair[0].lower() != name]

    def __contains__(self, name):
        return self.get(name) is not None

    def get_all(self, name):
        """All values of a name."""
        name = self._key(name)
        return [value for key, value in self._headers if key.lower() == name]

    def get(self, name, default=None):
        """The first value of a name."""
        found = self.get_all(name)
        return found[0] if found else default

    def keys(self):
        """The names of all headers."""
        return [name for name, _ in self._headers]

    def values(self):
        """The values of all headers."""
        return [value for _, value in self._headers]

    def items(self):
        """All headers."""
        return self._headers.copy()

    def __repr__(self):
        return f'{type(self).__name__}({self._headers!r})'

    def __str__(self):
        return ''.join(f'{name}: {value}\r\n' for name, value in self._headers) + '\r\n'

    def __bytes__(self):
        return str(self).encode('iso-8859-1')

    def setdefault(self, name, value):
        """The first value of a name, which is set if there is none."""
        found = self.get(name)
        if found is None:
            self._add(name, value)
            found = value
        return found

    def add_header(self, _name, _value, **_params):
        """Add a header with parameters; underscores in their names are dashes."""
        parts = [] if _value is None else [self._checked(_value)]
        for name, value in _params.items():
            self._checked(name, _name_disallowed_re)
            name = name.replace('_', '-')
            if value:
                escaped = self._checked(value).replace('\\', '\\\\').replace('"', '\\"')
                name = f'{name}="{escaped}"'
            parts.append(name)
        self._headers.append((self._checked(_name, _name_disallowed_re), '; '.join(parts)))
