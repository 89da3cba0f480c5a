"""Regular expressions.

Owns the functions, the flags and the cache of compiled patterns. Parsing and
matching are native (`_sre`).
"""

import enum
import functools
import _sre
from _sre import Match, Pattern

__all__ = [
    'match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile',
    'purge', 'escape', 'error', 'Pattern', 'Match', 'A', 'I', 'L', 'M', 'S', 'X', 'U', 'ASCII',
    'IGNORECASE', 'LOCALE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE', 'NOFLAG', 'RegexFlag',
    'PatternError',
]


class PatternError(Exception):
    """A pattern that cannot be compiled.

    Attributes: `msg`, `pattern`, and, if the place is known, `pos`, `lineno`, `colno`.
    """

    __module__ = 're'

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            msg = f'{msg} at position {pos}'
            newline = '\n' if isinstance(pattern, str) else b'\n'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = f'{msg} (line {self.lineno}, column {self.colno})'
        super().__init__(msg)


error = PatternError


@enum.global_enum
@enum._simple_enum(enum.IntFlag, boundary=enum.KEEP)
class RegexFlag:
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128
    __str__ = object.__str__
    _numeric_repr_ = hex


_MAX_CACHE = 512
# (type, pattern, flags) -> Pattern, the oldest first.
_cache = {}


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    try:
        return _cache[type(pattern), pattern, flags]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    if not isinstance(pattern, (str, bytes, bytearray, memoryview)):
        raise TypeError('first argument must be string or compiled pattern')
    found = _sre.compile_pattern(pattern, flags)
    if not flags & DEBUG:
        if len(_cache) >= _MAX_CACHE:
            # Another thread may be doing the same.
            _cache.pop(next(iter(_cache), None), None)
        _cache[type(pattern), pattern, flags] = found
    return found


def compile(pattern, flags=0):
    """Compile a pattern."""
    return _compile(pattern, flags)


def match(pattern, string, flags=0):
    """A match at the start of the string, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """A match of the whole string, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first match in the string, or None."""
    return _compile(pattern, flags).search(string)


class _Unset(int):
    """The default of arguments that should be given by keyword."""


_unset = _Unset()


def _positional(function, args, names, given):
    """Values for *names*, given by keyword or, with a warning, by position."""
    if not args:
        return given
    if len(args) > len(names):
        total = len(names) + function[1]
        raise TypeError(f'{function[0]}() takes from {function[1]} to {total} positional '
                        f'arguments but {len(args) + function[1]} were given')
    for name, value in zip(names, given):
        if value is not _unset and names.index(name) < len(args):
            raise TypeError(f"{function[0]}() got multiple values for argument '{name}'")
    import warnings
    warnings.warn(f"'{names[0]}' is passed as positional argument", DeprecationWarning,
                  stacklevel=3)
    return tuple(args) + tuple(given[len(args):])


def sub(pattern, repl, string, *args, count=_unset, flags=_unset):
    """The string with its matches replaced: by a template, or by what a function gives for each
    match."""
    count, flags = _positional(('sub', 3), args, ('count', 'flags'), (count, flags))
    return _compile(pattern, flags).sub(repl, string, count)


sub.__text_signature__ = '(pattern, repl, string, count=0, flags=0)'


def subn(pattern, repl, string, *args, count=_unset, flags=_unset):
    """As sub(); a tuple of the new string and the number of replacements."""
    count, flags = _positional(('subn', 3), args, ('count', 'flags'), (count, flags))
    return _compile(pattern, flags).subn(repl, string, count)


subn.__text_signature__ = '(pattern, repl, string, count=0, flags=0)'


def split(pattern, string, *args, maxsplit=_unset, flags=_unset):
    """The pieces between the matches; groups of the pattern are among them."""
    maxsplit, flags = _positional(('split', 2), args, ('maxsplit', 'flags'), (maxsplit, flags))
    return _compile(pattern, flags).split(string, maxsplit)


split.__text_signature__ = '(pattern, string, maxsplit=0, flags=0)'


def findall(pattern, string, flags=0):
    """All matches: texts, or tuples if there are several groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """An iterator over all matches."""
    return _compile(pattern, flags).finditer(string)


def purge():
    """Forget all compiled patterns."""
    _cache.clear()


_SPECIAL = {ord(c): '\\' + c for c in '()[]{}?*+-|^$\\.&~# \t\n\r\v\f'}


def escape(pattern):
    """The pattern that matches this very text."""
    if isinstance(pattern, str):
        return pattern.translate(_SPECIAL)
    text = str(pattern, 'latin1')
    return text.translate(_SPECIAL).encode('latin1')


def _unpickle(pattern, flags):
    return _compile(pattern, flags)


import copyreg

copyreg.pickle(Pattern, lambda p: (_unpickle, (p.pattern, p.flags)))


class Scanner:
    """Cuts a text into tokens: *lexicon* is a list of (pattern, action)."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        if isinstance(flags, RegexFlag):
            flags = flags.value
        parts = []
        self._groups = []
        number = 1
        for phrase, _ in lexicon:
            part = _compile(phrase, flags)
            parts.append(f'({phrase})')
            self._groups.append(number)
            number += part.groups + 1
        self.scanner = _compile('|'.join(parts), flags)

    def scan(self, string):
        """The tokens, and what is left of the string."""
        result = []
        pos = 0
        while True:
            m = self.scanner.match(string, pos)
            if m is None or m.end() == pos:
                break
            for number, (_, action) in zip(self._groups, self.lexicon):
                if m.start(number) == pos and m.end(number) == m.end():
                    break
            if callable(action):
                self.match = m
                action = action(self, m.group())
            if action is not None:
                result.append(action)
            pos = m.end()
        return result, string[pos:]
