"""Translated messages from GNU catalogues (.mo files)."""

import operator
import os
import sys

__all__ = ['NullTranslations', 'GNUTranslations', 'Catalog', 'bindtextdomain', 'find', 'translation', 'install',
           'textdomain', 'dgettext', 'dngettext', 'gettext', 'ngettext', 'pgettext', 'dpgettext', 'npgettext',
           'dnpgettext']

_default_localedir = os.path.join(sys.base_prefix, 'share', 'locale')

# ---- plural forms: an expression of C in n

# Operators from loose to tight, those of one row bind alike, and what Python calls them.
_LEVELS = (('||',), ('&&',), ('==', '!='), ('<', '>', '<=', '>='), ('+', '-'), ('*', '/', '%'))
_SPELLED = {'||': 'or', '&&': 'and', '/': '//'}
_LIMIT = 20


def _tokens(text):
    import re
    pattern = re.compile(r'(?P<blank>[ \t]+)|(?P<number>[0-9]+\b)|(?P<name>n\b)|(?P<paren>[()])'
                         r'|(?P<op>[-*/%+?:]|[><!]=?|==|&&|\|\|)|(?P<bad>\w+|.)', re.DOTALL)
    for match in pattern.finditer(text):
        kind = match.lastgroup
        if kind == 'blank':
            continue
        if kind == 'bad':
            raise ValueError(f'invalid token in plural form: {match[0]}')
        yield match[0]
    yield ''


class _Parser:
    def __init__(self, text):
        self.text = text
        self.tokens = _tokens(text)
        self.step()

    def step(self):
        self.token = next(self.tokens)

    def error(self):
        if self.token:
            return ValueError(f'unexpected token in plural form: {self.token}')
        return ValueError('unexpected end of plural form')

    def choice(self, depth=0):
        if depth > _LIMIT:
            raise ValueError('plural form expression is too complex')
        test = self.level(0, depth)
        if self.token != '?':
            return test
        self.step()
        yes = self.choice(depth + 1)
        if self.token != ':':
            raise self.error()
        self.step()
        no = self.choice(depth + 1)
        return f'({yes} if {test} else {no})'

    def level(self, at, depth):
        if at == len(_LEVELS):
            return self.unary(depth)
        left = self.level(at + 1, depth)
        compares = at in (2, 3)
        while self.token in _LEVELS[at]:
            op = self.token
            self.step()
            right = self.level(at + 1, depth)
            left = f'{left} {_SPELLED.get(op, op)} {right}'
            # Comparisons of comparisons are no chains in C.
            if compares or at > 0:
                left = f'({left})'
        return f'({left})' if at == 0 and ' or ' in left else left

    def unary(self, depth):
        if depth > _LIMIT:
            raise ValueError('plural form expression is too complex')
        token = self.token
        if token == '!':
            self.step()
            return f'(not {self.unary(depth + 1)})'
        if token == '(':
            self.step()
            inner = self.choice(depth + 1)
            if self.token != ')':
                raise ValueError('unbalanced parenthesis in plural form')
            self.step()
            return f'({inner})'
        if token == 'n':
            self.step()
            return 'n'
        if token.isdigit():
            self.step()
            return str(int(token))
        raise self.error()


def _as_int(n):
    try:
        round(n)
    except TypeError:
        raise TypeError(f'Plural value must be an integer, got {n.__class__.__name__}') from None
    return _as_number(n)


def _as_number(n):
    """n, with a warning if it is no integer."""
    try:
        return operator.index(n)
    except TypeError:
        pass
    import warnings
    level = 2
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get('__name__') == __name__:
        frame = frame.f_back
        level += 1
    warnings.warn(f'Plural value must be an integer, got {n.__class__.__name__}', DeprecationWarning, level)
    return n


def c2py(plural):
    """A function of n for a plural expression of C."""
    if len(plural) > 1000:
        raise ValueError('plural form expression is too long')
    try:
        parser = _Parser(plural)
        text = parser.choice()
        if parser.token:
            raise parser.error()
        space = {'_as_int': _as_int, '__name__': __name__}
        exec(f'def func(n):\n    if not isinstance(n, int):\n        n = _as_int(n)\n    return int({text})', space)
        return space['func']
    except RecursionError:
        raise ValueError('plural form expression is too complex') from None


# ---- names of locales

def _expand_lang(loc):
    """The names under which catalogues for a locale may be found, the most exact first."""
    import locale
    loc = locale.normalize(loc)
    parts = {}
    for mark in '@', '.', '_':
        at = loc.find(mark)
        parts[mark] = loc[at:] if at >= 0 else ''
        if at >= 0:
            loc = loc[:at]
    names = []
    for take in range(7, -1, -1):
        # Without the modifier last of all, without the codeset first.
        wanted = [mark for bit, mark in ((2, '_'), (1, '.'), (4, '@')) if take & bit]
        if all(parts[mark] for mark in wanted):
            names.append(loc + ''.join(parts[m] for m in ('_', '.', '@') if m in wanted))
    return names


_missing = object()


class NullTranslations:
    """Messages as they are."""

    def __init__(self, fp=None):
        self._info = {}
        self._charset = None
        self._fallback = None
        if fp is not None:
            self._parse(fp)

    def _parse(self, fp):
        pass

    def add_fallback(self, fallback):
        """Who is asked for what is not here."""
        if self._fallback:
            self._fallback.add_fallback(fallback)
        else:
            self._fallback = fallback

    def gettext(self, message):
        if self._fallback:
            return self._fallback.gettext(message)
        return message

    def ngettext(self, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        return msgid1 if _as_number(n) == 1 else msgid2

    def pgettext(self, context, message):
        if self._fallback:
            return self._fallback.pgettext(context, message)
        return message

    def npgettext(self, context, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.npgettext(context, msgid1, msgid2, n)
        return msgid1 if _as_number(n) == 1 else msgid2

    def info(self):
        return self._info

    def charset(self):
        return self._charset

    def install(self, names=None):
        """Puts `_` and what names lists into builtins."""
        import builtins
        builtins.__dict__['_'] = self.gettext
        for name in {'gettext', 'ngettext', 'npgettext', 'pgettext'} & set(names or ()):
            builtins.__dict__[name] = getattr(self, name)


class GNUTranslations(NullTranslations):
    """A catalogue."""

    LE_MAGIC = 0x950412de
    BE_MAGIC = 0xde120495
    # Stands between context and message.
    CONTEXT = '%s\x04%s'
    VERSIONS = (0, 1)

    def _parse(self, fp):
        from struct import unpack
        name = getattr(fp, 'name', '')
        self._catalog = catalog = {}
        self.plural = lambda n: int(n != 1)
        data = fp.read()
        magic = unpack('<I', data[:4])[0]
        if magic == self.LE_MAGIC:
            order = '<'
        elif magic == self.BE_MAGIC:
            order = '>'
        else:
            raise OSError(0, 'Bad magic number', name)
        version, count, originals, translations = unpack(order + '4I', data[4:20])
        if version >> 16 not in self.VERSIONS:
            raise OSError(0, 'Bad version number ' + str(version >> 16), name)
        for i in range(count):
            length, start = unpack(order + 'II', data[originals + 8 * i:originals + 8 * i + 8])
            t_length, t_start = unpack(order + 'II', data[translations + 8 * i:translations + 8 * i + 8])
            if start + length >= len(data) or t_start + t_length >= len(data):
                raise OSError(0, 'File is corrupt', name)
            message = data[start:start + length]
            translated = data[t_start:t_start + t_length]
            if not length:
                self._header(translated)
            charset = self._charset or 'ascii'
            if b'\x00' in message:
                first = str(message.split(b'\x00')[0], charset)
                for form, text in enumerate(translated.split(b'\x00')):
                    catalog[first, form] = str(text, charset)
            else:
                catalog[str(message, charset)] = str(translated, charset)

    def _header(self, text):
        last = None
        for line in text.split(b'\n'):
            line = line.decode().strip()
            if not line or (line.startswith('#-#-#-#-#') and line.endswith('#-#-#-#-#')):
                continue
            key = None
            if ':' in line:
                key, value = line.split(':', 1)
                key, value = key.strip().lower(), value.strip()
                self._info[key] = value
                last = key
            elif last:
                self._info[last] += '\n' + line
            if key == 'content-type':
                self._charset = value.split('charset=')[1]
            elif key == 'plural-forms':
                parts = value.split(';')
                self.plural = c2py(parts[1].split('plural=')[1])

    def _find(self, key, n=_missing):
        """A message, or one of its plural forms; None if it is not there."""
        if n is _missing:
            found = self._catalog.get(key)
            return self._catalog.get((key, self.plural(1))) if found is None else found
        return self._catalog.get((key, self.plural(n)))

    def gettext(self, message):
        found = self._find(message)
        if found is not None:
            return found
        return super().gettext(message)

    def ngettext(self, msgid1, msgid2, n):
        found = self._find(msgid1, n)
        if found is not None:
            return found
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        return msgid1 if _as_number(n) == 1 else msgid2

    def pgettext(self, context, message):
        found = self._find(self.CONTEXT % (context, message))
        if found is not None:
            return found
        return super().pgettext(context, message)

    def npgettext(self, context, msgid1, msgid2, n):
        found = self._find(self.CONTEXT % (context, msgid1), n)
        if found is not None:
            return found
        if self._fallback:
            return self._fallback.npgettext(context, msgid1, msgid2, n)
        return msgid1 if _as_number(n) == 1 else msgid2


# ---- catalogues of the system

def find(domain, localedir=None, languages=None, all=False):
    """The file of a domain for the languages, or a list of all; the environment names these if nothing else does."""
    if localedir is None:
        localedir = _default_localedir
    if languages is None:
        languages = []
        for variable in 'LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG':
            if value := os.environ.get(variable):
                languages = value.split(':')
                break
        if 'C' not in languages:
            languages.append('C')
    names = []
    for language in languages:
        for name in _expand_lang(language):
            if name not in names:
                names.append(name)
    found = []
    for name in names:
        if name == 'C':
            break
        path = os.path.join(localedir, name, 'LC_MESSAGES', f'{domain}.mo')
        if os.path.exists(path):
            if not all:
                return path
            found.append(path)
    return found if all else None


_translations = {}


def translation(domain, localedir=None, languages=None, class_=None, fallback=False):
    """The catalogue of a domain; those of further languages are its fallbacks."""
    if class_ is None:
        class_ = GNUTranslations
    paths = find(domain, localedir, languages, all=True)
    if not paths:
        if fallback:
            return NullTranslations()
        from errno import ENOENT
        raise FileNotFoundError(ENOENT, 'No translation file found for domain', domain)
    result = None
    for path in paths:
        key = class_, os.path.abspath(path)
        if (t := _translations.get(key)) is None:
            with open(path, 'rb') as file:
                t = _translations.setdefault(key, class_(file))
        import copy
        t = copy.copy(t)
        if result is None:
            result = t
        else:
            result.add_fallback(t)
    return result


def install(domain, localedir=None, *, names=None):
    translation(domain, localedir, fallback=True).install(names)


_localedirs = {}
_current_domain = 'messages'


def textdomain(domain=None):
    """Sets the domain of gettext and its like if one is given; the current one."""
    global _current_domain
    if domain is not None:
        _current_domain = domain
    return _current_domain


def bindtextdomain(domain, localedir=None):
    """Sets where catalogues of a domain are if that is given; where they are."""
    if localedir is not None:
        _localedirs[domain] = localedir
    return _localedirs.get(domain, _default_localedir)


def _catalogue(domain):
    try:
        return translation(domain, _localedirs.get(domain))
    except OSError:
        return None


def dgettext(domain, message):
    t = _catalogue(domain)
    return message if t is None else t.gettext(message)


def dngettext(domain, msgid1, msgid2, n):
    t = _catalogue(domain)
    if t is None:
        return msgid1 if _as_number(n) == 1 else msgid2
    return t.ngettext(msgid1, msgid2, n)


def dpgettext(domain, context, message):
    t = _catalogue(domain)
    return message if t is None else t.pgettext(context, message)


def dnpgettext(domain, context, msgid1, msgid2, n):
    t = _catalogue(domain)
    if t is None:
        return msgid1 if _as_number(n) == 1 else msgid2
    return t.npgettext(context, msgid1, msgid2, n)


def gettext(message):
    return dgettext(_current_domain, message)


def ngettext(msgid1, msgid2, n):
    return dngettext(_current_domain, msgid1, msgid2, n)


def pgettext(context, message):
    return dpgettext(_current_domain, context, message)


def npgettext(context, msgid1, msgid2, n):
    return dnpgettext(_current_domain, context, msgid1, msgid2, n)


# The name it has in the GNU documentation.
Catalog = translation
