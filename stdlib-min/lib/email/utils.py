"""Dates, addresses and parameters of headers."""

__all__ = ['collapse_rfc2231_value', 'decode_params', 'decode_rfc2231', 'encode_rfc2231',
           'formataddr', 'formatdate', 'format_datetime', 'getaddresses', 'make_msgid', 'mktime_tz',
           'parseaddr', 'parsedate', 'parsedate_tz', 'parsedate_to_datetime', 'unquote']

import datetime
import os
import re
import time
import urllib.parse

from email._parseaddr import AddressList as _AddressList
from email._parseaddr import _parsedate_tz, mktime_tz, parsedate, parsedate_tz, quote

COMMASPACE = ', '
EMPTYSTRING = ''
UEMPTYSTRING = ''
CRLF = '\r\n'
TICK = "'"

# A strict parser refuses what another reader may understand in another way.
supports_strict_parsing = True

_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_SPECIALS = re.compile(r'[][\\()<>@,:;".]')
_ESCAPES = re.compile(r'[\\"]')


def _has_surrogates(s):
    """Whether a text has surrogates: bytes of a message that were no ASCII, or text that cannot be sent."""
    try:
        s.encode()
    except UnicodeEncodeError:
        return True
    return False


def _sanitize(string):
    """A text with its unknown bytes read as UTF-8, or replaced."""
    return string.encode('utf-8', 'surrogateescape').decode('utf-8', 'replace')


def unquote(str):
    """Without the quotes or angle brackets around it."""
    if len(str) > 1:
        if str.startswith('"') and str.endswith('"'):
            return str[1:-1].replace('\\\\', '\\').replace('\\"', '"')
        if str.startswith('<') and str.endswith('>'):
            return str[1:-1]
    return str


# Dates.

def format_datetime(dt, usegmt=False):
    """A date as headers have it; *usegmt* is for HTTP and needs a datetime in UTC."""
    if usegmt:
        if dt.tzinfo is None or dt.tzinfo != datetime.timezone.utc:
            raise ValueError('usegmt option requires a UTC datetime')
        zone = 'GMT'
    else:
        zone = '-0000' if dt.tzinfo is None else dt.strftime('%z')
    # Not by strftime, whose names go by the locale.
    return (f'{_DAYS[dt.weekday()]}, {dt.day:02d} {_MONTHS[dt.month - 1]} {dt.year:04d} '
            f'{dt.hour:02d}:{dt.minute:02d}:{dt.second:02d} {zone}')


def formatdate(timeval=None, localtime=False, usegmt=False):
    """A time in seconds as headers have it; now without one."""
    if timeval is None:
        timeval = time.time()
    dt = datetime.datetime.fromtimestamp(timeval, datetime.timezone.utc)
    if localtime:
        return format_datetime(dt.astimezone())
    return format_datetime(dt if usegmt else dt.replace(tzinfo=None), usegmt)


def localtime(dt=None):
    """The time as an aware datetime of the local zone."""
    return (datetime.datetime.now() if dt is None else dt).astimezone()


def parsedate_to_datetime(data):
    """A date of a header as a datetime, without a zone if the header says '-0000'."""
    found = _parsedate_tz(data)
    message = f'Invalid date value or format "{data!s}"'
    if found is None:
        raise ValueError(message)
    zone = found[9]
    try:
        if zone is not None:
            zone = datetime.timezone(datetime.timedelta(seconds=zone))
        return datetime.datetime(*found[:6], tzinfo=zone)
    except OverflowError as exc:
        raise ValueError(message) from exc


def make_msgid(idstring=None, domain=None):
    """A text that no other message has, for its Message-ID."""
    import random
    import socket
    middle = f'{int(time.time() * 100)}.{os.getpid()}.{random.getrandbits(64)}'
    if idstring is not None:
        middle += '.' + idstring
    return f'<{middle}@{socket.getfqdn() if domain is None else domain}>'


# Addresses.

def formataddr(pair, charset='utf-8'):
    """A name and an address as headers have them."""
    name, address = pair
    address.encode('ascii')
    if not name:
        return address
    if not name.isascii():
        if isinstance(charset, str):
            from email.charset import Charset
            charset = Charset(charset)
        return f'{charset.header_encode(name)} <{address}>'
    quotes = '"' if _SPECIALS.search(name) else ''
    return f'{quotes}{_ESCAPES.sub(r"\\\g<0>", name)}{quotes} <{address}>'


def _iter_escaped_chars(addr):
    """The characters of a text, each with its place; one with its backslash is one."""
    for match in re.finditer(r'\\.|.', addr, re.DOTALL):
        yield match.end() - 1, match[0]


def _strip_quoted_realnames(addr):
    """What stands outside of quotes; an open quote is none."""
    pieces = []
    start = 0
    opened = None
    for place, char in _iter_escaped_chars(addr):
        if char != '"':
            continue
        if opened is None:
            opened = place
        else:
            pieces.append(addr[start:opened])
            start = place + 1
            opened = None
    return ''.join(pieces) + addr[start:]


def _check_parenthesis(addr):
    """Whether all parentheses outside of quotes have their partner."""
    depth = 0
    for _, char in _iter_escaped_chars(_strip_quoted_realnames(addr)):
        depth += {'(': 1, ')': -1}.get(char, 0)
        if depth < 0:
            return False
    return not depth


def _pre_parse_validation(email_header_fields):
    """The texts, with one that is an address of nothing in place of those that make no sense."""
    return [text if _check_parenthesis(text) else "('', '')" for text in email_header_fields]


def _post_parse_validation(parsed_email_header_tuples):
    """The addresses; one with a bracket left in it was misunderstood."""
    return [('', '') if '[' in pair[1] else pair for pair in parsed_email_header_tuples]


def getaddresses(fieldvalues, *, strict=True):
    """The names and addresses of several headers: [('', '')] if there are not as many as commas say."""
    texts = [str(value) for value in fieldvalues]
    if not strict:
        return _AddressList(COMMASPACE.join(texts)).addresslist
    texts = _pre_parse_validation(texts)
    found = _post_parse_validation(_AddressList(COMMASPACE.join(texts)).addresslist)
    expected = sum(1 + _strip_quoted_realnames(text).count(',') for text in texts)
    return found if len(found) == expected else [('', '')]


def parseaddr(addr, *, strict=True):
    """The name and the address of a header with one; two empty texts if there is none."""
    nothing = '', ''
    if isinstance(addr, list):
        if not strict:
            # Nobody ever took a list apart.
            return '', addr[0]
        addr = addr[0]
    if not strict:
        return (_AddressList(addr).addresslist or [nothing])[0]
    if not isinstance(addr, str):
        return nothing
    addr, = _pre_parse_validation([addr])
    found = _post_parse_validation(_AddressList(addr).addresslist)
    return found[0] if len(found) == 1 else nothing


# Parameters with a character set (RFC 2231).

def decode_rfc2231(s):
    """Character set, language and the rest; both None if there are none."""
    parts = s.split(TICK, 2)
    return parts if len(parts) == 3 else (None, None, s)


def encode_rfc2231(s, charset=None, language=None):
    """A parameter's value, in characters that headers may have."""
    s = urllib.parse.quote(s, safe='', encoding=charset or 'ascii')
    if charset is None and language is None:
        return s
    return f"{charset}'{language or ''}'{s}"


rfc2231_continuation = re.compile(r'^(?P<name>\w+)\*((?P<num>[0-9]+)\*?)?$', re.ASCII)


def decode_params(params):
    """Put parameters together that were cut in pieces (name*0, name*1) and decode those with a character set."""
    result = [params[0]]
    pieces = {}
    for name, value in params[1:]:
        value = unquote(value)
        match = rfc2231_continuation.match(name)
        if match:
            number = None if match['num'] is None else int(match['num'])
            pieces.setdefault(match['name'], []).append((number, value, name.endswith('*')))
        else:
            result.append((name, f'"{quote(value)}"'))
    for name, found in pieces.items():
        if any(number == 0 for number, _, _ in found):
            found = [piece for piece in found if piece[0] is not None]
        found.sort(key=lambda piece: piece[0] or 0)
        # A character for each byte; the character set comes from the first piece.
        value = quote(''.join(urllib.parse.unquote(text, encoding='latin-1') if coded else text
                              for _, text, coded in found))
        if any(coded for _, _, coded in found):
            charset, language, value = decode_rfc2231(value)
            result.append((name, (charset, language, f'"{value}"')))
        else:
            result.append((name, f'"{value}"'))
    return result


def collapse_rfc2231_value(value, errors='replace', fallback_charset='us-ascii'):
    """A parameter as text."""
    if not isinstance(value, tuple) or len(value) != 3:
        return unquote(value)
    charset, _, text = value
    try:
        return str(text.encode('raw-unicode-escape'),
                   fallback_charset if charset is None else charset, errors)
    except LookupError:
        return unquote(text)
