"""Taking URLs apart and putting them together (RFC 3986), and quoting for them.

All functions take str, or ASCII bytes and then give bytes. Parsing goes by what browsers do where they differ from the
standard: control characters at the ends and line ends inside do not count.
"""

import re
from collections import namedtuple

__all__ = ['urlparse', 'urlunparse', 'urljoin', 'urldefrag', 'urlsplit', 'urlunsplit', 'urlencode',
           'parse_qs', 'parse_qsl', 'quote', 'quote_plus', 'quote_from_bytes', 'unquote',
           'unquote_plus', 'unquote_to_bytes', 'DefragResult', 'ParseResult', 'SplitResult',
           'DefragResultBytes', 'ParseResultBytes', 'SplitResultBytes']

uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp',
                 'mms', 'prospero', 'rtsp', 'rtsps', 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms',
               'https', 'shttp', 'snews', 'prospero', 'rtsp', 'rtsps', 'rtspu', 'rsync', 'svn',
               'svn+ssh', 'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss', 'itms-services']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtsps',
               'rtspu', 'sip', 'sips', 'mms', 'sftp', 'tel']
# Nothing goes by these any more; programs add to them all the same.
non_hierarchical = ['gopher', 'hdl', 'mailto', 'news', 'telnet', 'wais', 'imap', 'snews', 'sip',
                    'sips']
uses_query = ['', 'http', 'wais', 'imap', 'https', 'shttp', 'mms', 'gopher', 'rtsp', 'rtsps',
              'rtspu', 'sip', 'sips']
uses_fragment = ['', 'ftp', 'hdl', 'http', 'gopher', 'news', 'nntp', 'wais', 'https', 'shttp',
                 'snews', 'file', 'prospero']
scheme_chars = ('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.')
_CONTROL_OR_SPACE = ''.join(map(chr, range(33)))
_LINE_CHARACTERS = ('\t', '\r', '\n')


# --- str and bytes ---------------------------------------------------------------------

def _coerce(*args):
    """The arguments as str, and the function that makes results like them."""
    if not args:
        return lambda result: result,
    is_str = None
    for arg in args:
        # An empty value goes with both.
        if arg:
            kind = isinstance(arg, str)
            if is_str is None:
                is_str = kind
            elif kind != is_str:
                raise TypeError('Cannot mix str and non-str arguments')
    first_is_str = isinstance(args[0], str)
    if is_str is None:
        is_str = first_is_str
    if is_str:
        return (*args, lambda result: result)
    return (*(arg.decode('ascii', 'strict') if arg else '' for arg in args),
            lambda result: result.encode('ascii', 'strict') if isinstance(result, str)
            else result.encode())


class _StrMixin:
    __slots__ = ()

    def encode(self, encoding='ascii', errors='strict'):
        return self._encoded_counterpart(*(x.encode(encoding, errors) for x in self))


class _BytesMixin:
    __slots__ = ()

    def decode(self, encoding='ascii', errors='strict'):
        return self._decoded_counterpart(*(x.decode(encoding, errors) for x in self))


class _Netloc:
    """User, password, host and port of a result."""

    __slots__ = ()

    @property
    def username(self):
        return self._userinfo[0]

    @property
    def password(self):
        return self._userinfo[1]

    @property
    def hostname(self):
        hostname = self._hostinfo[0]
        if not hostname:
            return None
        # What follows a percent sign is the zone of an address, which has capital letters.
        percent = self._chars('%')
        hostname, sign, zone = hostname.partition(percent)
        return hostname.lower() + sign + zone

    @property
    def port(self):
        port = self._hostinfo[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f'Port could not be cast to integer value as {port!r}')
        port = int(port)
        if not 0 <= port <= 65535:
            raise ValueError('Port out of range 0-65535')
        return port

    @property
    def _userinfo(self):
        info, at, _ = self.netloc.rpartition(self._chars('@'))
        if not at:
            return None, None
        user, colon, password = info.partition(self._chars(':'))
        return user, password if colon else None

    @property
    def _hostinfo(self):
        colon = self._chars(':')
        _, _, info = self.netloc.rpartition(self._chars('@'))
        _, opened, bracketed = info.partition(self._chars('['))
        if opened:
            hostname, _, port = bracketed.partition(self._chars(']'))
            _, _, port = port.partition(colon)
        else:
            hostname, _, port = info.partition(colon)
        return hostname, port or None

    __class_getitem__ = classmethod(type(list[int]))


class _NetlocStr(_Netloc, _StrMixin):
    __slots__ = ()

    @staticmethod
    def _chars(text):
        return text


class _NetlocBytes(_Netloc, _BytesMixin):
    __slots__ = ()

    @staticmethod
    def _chars(text):
        return text.encode('ascii')


_Defrag = namedtuple('_DefragResultBase', 'url fragment')
_Split = namedtuple('_SplitResultBase', 'scheme netloc path query fragment')
_Parse = namedtuple('_ParseResultBase', 'scheme netloc path params query fragment')


class DefragResult(_Defrag, _StrMixin):
    """A URL without its fragment, and the fragment."""

    __slots__ = ()

    def geturl(self):
        return f'{self.url}#{self.fragment}' if self.fragment else self.url


class SplitResult(_Split, _NetlocStr):
    """The five parts of a URL."""

    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_Parse, _NetlocStr):
    """The six parts of a URL: the last part of the path may have parameters."""

    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_Defrag, _BytesMixin):
    """DefragResult of bytes."""

    __slots__ = ()

    def geturl(self):
        return self.url + b'#' + self.fragment if self.fragment else self.url


class SplitResultBytes(_Split, _NetlocBytes):
    """SplitResult of bytes."""

    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_Parse, _NetlocBytes):
    """ParseResult of bytes."""

    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


ResultBase = _NetlocStr
for _str, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                     (ParseResult, ParseResultBytes)):
    _str._encoded_counterpart = _bytes
    _bytes._decoded_counterpart = _str
del _str, _bytes


# --- taking apart ----------------------------------------------------------------------

def urlparse(url, scheme='', allow_fragments=True):
    """The six parts of a URL."""
    url, scheme, like = _coerce(url, scheme)
    scheme, netloc, url, params, query, fragment = _urlparse(url, scheme, allow_fragments)
    return like(ParseResult(scheme or '', netloc or '', url, params or '', query or '',
                            fragment or ''))


def _urlparse(url, scheme=None, allow_fragments=True):
    scheme, netloc, url, query, fragment = _urlsplit(url, scheme, allow_fragments)
    if (scheme or '') in uses_params and ';' in url:
        url, params = _splitparams(url, allow_none=True)
    else:
        params = None
    return scheme, netloc, url, params, query, fragment


def _splitparams(url, allow_none=False):
    at = url.find(';', max(url.rfind('/'), 0))
    if at < 0:
        return url, None if allow_none else ''
    return url[:at], url[at + 1:]


def urlsplit(url, scheme='', allow_fragments=True):
    """The five parts of a URL."""
    url, scheme, like = _coerce(url, scheme)
    scheme, netloc, url, query, fragment = _urlsplit(url, scheme, allow_fragments)
    return like(SplitResult(scheme or '', netloc or '', url, query or '', fragment or ''))


def _urlsplit(url, scheme=None, allow_fragments=True):
    """The parts, with None for those that are missing."""
    url = url.lstrip(_CONTROL_OR_SPACE)
    for char in _LINE_CHARACTERS:
        url = url.replace(char, '')
    if scheme is not None:
        scheme = scheme.strip(_CONTROL_OR_SPACE)
        for char in _LINE_CHARACTERS:
            scheme = scheme.replace(char, '')
    netloc = query = fragment = None
    colon = url.find(':')
    if colon > 0 and url[0].isascii() and url[0].isalpha():
        if all(char in scheme_chars for char in url[:colon]):
            scheme, url = url[:colon].lower(), url[colon + 1:]
    if url[:2] == '//':
        end = min((at for at in (url.find(c, 2) for c in '/?#') if at >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        if ('[' in netloc) != (']' in netloc):
            raise ValueError('Invalid IPv6 URL')
        if '[' in netloc:
            _check_bracketed_netloc(netloc)
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    _checknetloc(netloc)
    return scheme, netloc, url, query, fragment


def _checknetloc(netloc):
    """ValueError if the characters would be others after normalisation, and mean something then."""
    if not netloc or netloc.isascii():
        return
    import unicodedata
    plain = netloc.translate({ord(c): None for c in '@:#?'})
    normal = unicodedata.normalize('NFKC', plain)
    if plain == normal:
        return
    for char in '/?#@:':
        if char in normal:
            raise ValueError(f'netloc {netloc!r} contains invalid characters under NFKC '
                             'normalization')


def _check_bracketed_netloc(netloc):
    host_and_port = netloc.rpartition('@')[2]
    before, opened, bracketed = host_and_port.partition('[')
    if opened:
        if before:
            raise ValueError('Invalid IPv6 URL')
        hostname, _, port = bracketed.partition(']')
        if port and not port.startswith(':'):
            raise ValueError('Invalid IPv6 URL')
    else:
        hostname, _, port = host_and_port.partition(':')
    if hostname.startswith(('v', 'V')):
        if not re.match(r'\A[vV][a-fA-F0-9]+\..+\z', hostname):
            raise ValueError('IPvFuture address is invalid')
        return
    address = hostname.partition('%')[0]
    try:
        _pack_v6(address)
    except ValueError:
        if re.fullmatch(r'\d+(\.\d+){3}', address):
            raise ValueError('An IPv4 address cannot be in brackets') from None
        raise ValueError(f'{hostname!r} does not appear to be an IPv4 or IPv6 address') from None


def _pack_v6(text):
    import _socket
    try:
        return _socket.inet_pton(_socket.AF_INET6, text)
    except OSError:
        raise ValueError(text) from None


def urldefrag(url):
    """The URL without its fragment, and the fragment."""
    url, like = _coerce(url)
    if '#' in url:
        scheme, netloc, path, params, query, fragment = _urlparse(url)
        rest = _urlunparse(scheme, netloc, path, params, query, None)
    else:
        rest, fragment = url, ''
    return like(DefragResult(rest, fragment or ''))


# --- putting together ------------------------------------------------------------------

def urlunparse(components):
    """The URL of six parts."""
    scheme, netloc, url, params, query, fragment, like = _coerce(*components)
    return like(_urlunparse(scheme or None, netloc or None if not netloc else netloc, url,
                            params or None, query or None, fragment or None, netloc == ''))


def _urlunparse(scheme, netloc, url, params, query, fragment, empty_netloc=False):
    if params is not None:
        url = f'{url};{params}'
    return _urlunsplit(scheme, netloc, url, query, fragment, empty_netloc)


def urlunsplit(components):
    """The URL of five parts."""
    scheme, netloc, url, query, fragment, like = _coerce(*components)
    return like(_urlunsplit(scheme or None, netloc or None, url, query or None, fragment or None,
                            True))


def _urlunsplit(scheme, netloc, url, query, fragment, empty_netloc=False):
    if netloc:
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + netloc + url
    elif netloc is not None:
        url = '//' + url
    elif url[:2] == '//' or (empty_netloc and scheme and scheme in uses_netloc
                             and (not url or url[:1] == '/')):
        # Without an empty place for the host the path would be taken for one.
        url = '//' + url
    if scheme:
        url = scheme + ':' + url
    if query is not None:
        url = url + '?' + query
    if fragment is not None:
        url = url + '#' + fragment
    return url


def urljoin(base, url, allow_fragments=True):
    """The URL that *url* means in a document at *base*."""
    if not base:
        return url
    if not url:
        return base
    base, url, like = _coerce(base, url)
    bscheme, bnetloc, bpath, bparams, bquery, bfragment = _urlparse(base, None, allow_fragments)
    scheme, netloc, path, params, query, fragment = _urlparse(url, None, allow_fragments)
    if scheme is None:
        scheme = bscheme
    if scheme != bscheme or (scheme and scheme not in uses_relative):
        return like(url)
    if not scheme or scheme in uses_netloc:
        if netloc:
            return like(_urlunparse(scheme, netloc, path, params, query, fragment))
        netloc = bnetloc
    if not path and params is None:
        path, params = bpath, bparams
        if query is None:
            query = bquery
            if fragment is None:
                fragment = bfragment
        return like(_urlunparse(scheme, netloc, path, params, query, fragment))
    base_parts = bpath.split('/')
    if base_parts[-1] != '':
        # The last part is the document itself.
        del base_parts[-1]
    if path[:1] == '/':
        segments = path.split('/')
    else:
        segments = base_parts + path.split('/')
        segments[1:-1] = filter(None, segments[1:-1])
    resolved = []
    for segment in segments:
        if segment == '..':
            if resolved:
                resolved.pop()
        elif segment != '.':
            resolved.append(segment)
    if segments[-1] in ('.', '..'):
        # They are directories.
        resolved.append('')
    return like(_urlunparse(scheme, netloc, '/'.join(resolved) or '/', params, query, fragment))


# --- quoting ---------------------------------------------------------------------------

_HEX = {f'{a}{b}'.encode(): bytes([int(f'{a}{b}', 16)])
        for a in '0123456789ABCDEFabcdef' for b in '0123456789ABCDEFabcdef'}
_ALWAYS_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')
_ASCII_RUNS = re.compile('([\x00-\x7f]+)')
_quoters = {}


def unquote_to_bytes(string):
    """The bytes of a quoted text."""
    if not string:
        string.split
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    first, *parts = bytes(string).split(b'%')
    out = [first]
    for part in parts:
        byte = _HEX.get(part[:2])
        if byte is None:
            out.append(b'%' + part)
        else:
            out.append(byte)
            out.append(part[2:])
    return b''.join(out)


def unquote(string, encoding='utf-8', errors='replace'):
    """The text of a quoted text."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding or 'utf-8', errors or 'replace')
    if '%' not in string:
        # Not for bytearrays and the like.
        string.split
        return string
    encoding = 'utf-8' if encoding is None else encoding
    errors = 'replace' if errors is None else errors
    parts = _ASCII_RUNS.split(string)
    parts[1::2] = [unquote_to_bytes(part).decode(encoding, errors) for part in parts[1::2]]
    return ''.join(parts)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """The same, with spaces for plus signs."""
    return unquote(string.replace('+', ' '), encoding, errors)


def quote(string, safe='/', encoding=None, errors=None):
    """A text with all but letters, digits, `_.-~` and what is *safe* as %XX."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode('utf-8' if encoding is None else encoding,
                               'strict' if errors is None else errors)
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    """The same, with plus signs for spaces."""
    space = ' ' if isinstance(string, str) else b' '
    if space not in string:
        return quote(string, safe, encoding, errors)
    safe = safe + (' ' if isinstance(safe, str) else b' ')
    return quote(string, safe, encoding, errors).replace(' ', '+')


def quote_from_bytes(bs, safe='/'):
    """Bytes as quoted text."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError('quote_from_bytes() expected bytes')
    if not bs:
        return ''
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    else:
        safe = bytes(c for c in safe if c < 128)
    table = _quoters.get(safe)
    if table is None:
        known = _ALWAYS_SAFE.union(safe)
        table = _quoters[safe] = [chr(b) if b in known else f'%{b:02X}' for b in range(256)]
    return ''.join([table[b] for b in bs])


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """Pairs, or a mapping, as the query of a URL."""
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            # Only sequences, and no text.
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as error:
            raise TypeError('not a valid non-string sequence or mapping object') from error

    def text(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(value if isinstance(value, str) else str(value), safe, encoding, errors)

    pairs = []
    for key, value in query:
        key = text(key)
        if doseq and not isinstance(value, (bytes, str)):
            try:
                len(value)
            except TypeError:
                pass
            else:
                pairs.extend(f'{key}={text(item)}' for item in value)
                continue
        pairs.append(f'{key}={text(value)}')
    return '&'.join(pairs)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
             max_num_fields=None, separator='&'):
    """The values of a query by their names, in lists."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator, _stacklevel=2):
        found.setdefault(name, []).append(value)
    return found


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
              errors='replace', max_num_fields=None, separator='&', *, _stacklevel=1):
    """The pairs of a query."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError('Separator must be of type string or bytes.')
    if isinstance(qs, str):
        if not isinstance(separator, str):
            separator = str(separator, 'ascii')
        equals = '='

        def decoded(text):
            return unquote_plus(text, encoding=encoding, errors=errors)
    else:
        if not qs:
            if qs is not None and not isinstance(qs, (bytes, bytearray, memoryview)):
                import warnings
                warnings.warn(f'Accepting {type(qs).__name__} objects with false value in '
                              'urllib.parse.parse_qsl() is deprecated as of 3.14',
                              DeprecationWarning, stacklevel=_stacklevel + 1)
            return []
        qs = bytes(memoryview(qs))
        if isinstance(separator, str):
            separator = bytes(separator, 'ascii')
        equals = b'='

        def decoded(data):
            return unquote_to_bytes(data.replace(b'+', b' '))

    if not qs:
        return []
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError('Max number of fields exceeded')
    pairs = []
    for field in qs.split(separator):
        if not (field or strict_parsing):
            continue
        name, sign, value = field.partition(equals)
        if not sign and strict_parsing:
            raise ValueError(f'bad query field: {field!r}')
        if value or keep_blank_values:
            pairs.append((decoded(name), decoded(value)))
    return pairs


# --- The older functions, each for one piece of a URL -----------------------------------

def unwrap(url):
    """A URL without what marks it as one: '<URL:http://host/path>'."""
    url = str(url).strip()
    if url.startswith('<') and url.endswith('>'):
        url = url[1:-1].strip()
    return url.removeprefix('URL:').strip()


def _splittype(url):
    match = re.match('([^/:]+):(.*)', url, re.DOTALL)
    return (match[1].lower(), match[2]) if match else (None, url)


def _splithost(url):
    match = re.match('//([^/#?]*)(.*)', url, re.DOTALL)
    if not match:
        return None, url
    host, path = match.groups()
    return host, path if path[:1] in ('', '/') else '/' + path


def _split_last(text, separator):
    """Before and behind the last separator; None behind if there is none."""
    before, found, behind = text.rpartition(separator)
    return (before, behind) if found else (text, None)


def _splituser(host):
    user, sign, host = host.rpartition('@')
    return user if sign else None, host


def _splitpasswd(user):
    user, colon, password = user.partition(':')
    return user, password if colon else None


def _splitport(host):
    match = re.fullmatch('(.*):([0-9]*)', host, re.DOTALL)
    if not match:
        return host, None
    return match[1], match[2] or None


def _splitnport(host, defport=-1):
    name, port = _split_last(host, ':')
    if not port:
        return name, defport
    return name, int(port) if port.isascii() and port.isdigit() else None


def _splitquery(url):
    return _split_last(url, '?')


def _splittag(url):
    return _split_last(url, '#')


def _splitattr(url):
    path, *attributes = url.split(';')
    return path, attributes


def _splitvalue(attr):
    name, sign, value = attr.partition('=')
    return name, value if sign else None


def _to_bytes(url):
    if isinstance(url, str):
        try:
            url = url.encode('ascii').decode()
        except UnicodeError:
            raise UnicodeError('URL ' + repr(url) + ' contains non-ASCII characters')
    return url


def _deprecated(inner, instead):
    """The public name of an older function, which warns."""
    name = inner.__name__[1:]
    message = f'urllib.parse.{name}() is deprecated as of 3.8'
    if instead:
        message += f', use urllib.parse.{instead}() instead'

    def function(*args, **kwargs):
        import warnings
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return inner(*args, **kwargs)

    function.__name__ = function.__qualname__ = name
    return function


splittype = _deprecated(_splittype, 'urlparse')
splithost = _deprecated(_splithost, 'urlparse')
splituser = _deprecated(_splituser, 'urlparse')
splitpasswd = _deprecated(_splitpasswd, 'urlparse')
splitport = _deprecated(_splitport, 'urlparse')
splitnport = _deprecated(_splitnport, 'urlparse')
splitquery = _deprecated(_splitquery, 'urlparse')
splittag = _deprecated(_splittag, 'urlparse')
splitattr = _deprecated(_splitattr, 'urlparse')
splitvalue = _deprecated(_splitvalue, 'parse_qsl')
to_bytes = _deprecated(_to_bytes, '')
