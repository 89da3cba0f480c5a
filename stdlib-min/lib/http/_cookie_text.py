"""Dates, headers, hosts and paths as cookies have them."""

import datetime
import re
import time
import urllib.parse

import http.client

DEFAULT_HTTP_PORT = str(http.client.HTTP_PORT)
_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(_MONTHS, 1)}


# Dates.

def _utc(t):
    if t is None:
        return datetime.datetime.now(tz=datetime.UTC)
    return datetime.datetime.fromtimestamp(t, tz=datetime.UTC)


def time2isoz(t=None):
    """A time in seconds, or now, like '1994-11-24 08:49:37Z'."""
    dt = _utc(t)
    return (f'{dt.year:04d}-{dt.month:02d}-{dt.day:02d} '
            f'{dt.hour:02d}:{dt.minute:02d}:{dt.second:02d}Z')


def time2netscape(t=None):
    """A time in seconds, or now, like 'Thu, 24-Nov-1994 08:49:37 GMT'."""
    dt = _utc(t)
    return (f'{_DAYS[dt.weekday()]}, {dt.day:02d}-{_MONTHS[dt.month - 1]}-{dt.year:04d} '
            f'{dt.hour:02d}:{dt.minute:02d}:{dt.second:02d} GMT')


def offset_from_tz_string(tz):
    """The offset of a zone in seconds; None if it is not known."""
    if tz in ('GMT', 'UTC', 'UT', 'Z'):
        return 0
    match = re.fullmatch(r'([-+])?(\d\d?):?(\d\d)?\n?', tz, re.ASCII)
    if not match:
        return None
    offset = 3600 * int(match[2]) + 60 * int(match[3] or 0)
    return -offset if match[1] == '-' else offset


def _seconds(year, month, day, hour, minute, second):
    """Seconds since 1970; None before, or if a number is out of its range."""
    fits = (1970 <= year <= datetime.MAXYEAR and 1 <= month <= 12 and 1 <= day <= 31
            and 0 <= hour <= 24 and 0 <= minute <= 59 and 0 <= second <= 61)
    if not fits:
        return None
    days = datetime.date(year, month, 1).toordinal() - 719163 + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def _str2time(day, month, year, hour, minute, second, zone):
    """Seconds since 1970 for the pieces of a date, texts or None; None if they make no sense."""
    number = _MONTH_NUMBERS.get(month.lower())
    if number is None:
        try:
            number = int(month)
        except ValueError:
            return None
    year = int(year)
    if year < 1000:
        # The century that makes it next to now.
        now = time.localtime().tm_year
        distance = now % 100 - year
        year += now - now % 100
        if abs(distance) > 50:
            year += 100 if distance > 0 else -100
    found = _seconds(year, number, int(day), int(hour or 0), int(minute or 0),
                     int(float(second or 0)))
    offset = offset_from_tz_string('UTC' if zone is None else zone.upper())
    return None if found is None or offset is None else found - offset


_STRICT_DATE = re.compile(r'[SMTWF][a-z][a-z], (\d\d) ([JFMASOND][a-z][a-z]) (\d{4}) '
                          r'(\d\d):(\d\d):(\d\d) GMT\n?', re.ASCII)
_WEEKDAY = re.compile(r'(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*,?\s*', re.I | re.ASCII)
_LOOSE_DATE = re.compile(r'''
    (\d\d?) (?:\s+|[-/]) (\w+) (?:\s+|[-/]) (\d+)
    (?: (?:\s+|:) (\d\d?):(\d\d) (?::(\d\d))? )? \s*
    (?: ([-+]?\d{2,4} | (?![AP]M\b)[A-Z]+) \s* )?
    (?: \(\w+\) \s* )?''', re.X | re.I | re.ASCII)
_ISO_DATE = re.compile(r'''
    (\d{4}) [-/]? (\d\d?) [-/]? (\d\d?)
    (?: (?:\s+|[-:T]) (\d\d?):?(\d\d) (?: :?(\d\d(?:\.\d*)?) )? )? \s*
    (?: ([-+]?\d\d?:?(?::?\d\d)? | Z) \s* )?''', re.X | re.I | re.ASCII)


def http2time(text):
    """Seconds since 1970 for a date of a header, of any form that was ever used; None if it is none."""
    match = _STRICT_DATE.fullmatch(text)
    if match:
        day, month, year, hour, minute, second = match.groups()
        number = _MONTH_NUMBERS.get(month.lower())
        if number is None:
            return None
        return _seconds(int(year), number, int(day), int(hour), int(minute), float(second))
    text = _WEEKDAY.sub('', text.lstrip(), count=1) if _WEEKDAY.match(text.lstrip()) else text.lstrip()
    match = _LOOSE_DATE.fullmatch(text)
    return _str2time(*match.groups()) if match else None


def iso2time(text):
    """Seconds since 1970 for a date like '1994-02-03 14:15:29 -0100'; None if it is none."""
    match = _ISO_DATE.fullmatch(text.lstrip())
    if not match:
        return None
    year, month, day, *others = match.groups()
    return _str2time(day, month, year, *others)


# Headers.

_TOKEN = re.compile(r'\s*([^=\s;,]+)')
_VALUE = re.compile(r'\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,]*))')


def split_header_words(header_values):
    """Lists of pairs of names and values (or None), one list for each element between commas."""
    assert not isinstance(header_values, str)
    result = []
    for text in header_values:
        pairs = []
        place = 0
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match:
                place = match.end()
                name, value = match[1], None
                match = _VALUE.match(text, place)
                if match:
                    place = match.end()
                    value = (match[2] if match[1] is None else re.sub(r'\\(.)', r'\1', match[1]))
                pairs.append((name, value))
                continue
            blanks = re.compile(r'\s*,?').match(text, place)
            if blanks[0].endswith(','):
                if pairs:
                    result.append(pairs)
                pairs = []
                place = blanks.end()
            else:
                place = re.compile(r'[=\s;]+').match(text, place).end()
        if pairs:
            result.append(pairs)
    return result


def join_header_words(lists):
    """A header from what split_header_words() gives; values have quotes if they need them."""
    def shown(name, value):
        if value is None:
            return name
        if not re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", value):
            value = '"' + re.sub(r'(["\\])', r'\\\1', value) + '"'
        return f'{name}={value}'

    elements = ('; '.join(shown(*pair) for pair in pairs) for pairs in lists)
    return ', '.join(element for element in elements if element)


def strip_quotes(text):
    """A text without a quote at either end."""
    return text.removeprefix('"').removesuffix('"')


def parse_ns_headers(ns_headers):
    """The same as split_header_words() for headers of the oldest form, in which dates have commas."""
    known = ('expires', 'domain', 'path', 'secure', 'version', 'port', 'max-age')
    result = []
    for header in ns_headers:
        pairs = []
        for place, piece in enumerate(header.split(';')):
            key, sign, value = piece.partition('=')
            key = key.strip()
            if not key:
                if place == 0:
                    break
                continue
            value = value.strip() if sign else None
            if place:
                key = key.lower() if key.lower() in known else key
                if key == 'version' and value is not None:
                    value = strip_quotes(value)
                elif key == 'expires' and value is not None:
                    value = http2time(strip_quotes(value))
            pairs.append((key, value))
        if pairs:
            if not any(key == 'version' for key, _ in pairs[1:]):
                pairs.append(('version', '0'))
            result.append(pairs)
    return result


# Hosts and paths.

IPV4_RE = re.compile(r'\.\d+$', re.ASCII)


def is_HDN(text):
    """Whether a text is the name of a host."""
    return bool(text) and not IPV4_RE.search(text) and text[0] != '.' and text[-1] != '.'


def liberal_is_HDN(text):
    """Whether a text is no address of numbers."""
    return not IPV4_RE.search(text)


def domain_match(A, B):
    """Whether a host belongs to a domain: it is the same, or the domain has a dot before it and ends the name (RFC 2965)."""
    A, B = A.lower(), B.lower()
    if A == B:
        return True
    return (is_HDN(A) and B.startswith('.') and is_HDN(B[1:]) and A.rfind(B) > 0)


def user_domain_match(A, B):
    """Whether a host belongs to a domain that a user named."""
    A, B = A.lower(), B.lower()
    if liberal_is_HDN(A) and liberal_is_HDN(B) and B.startswith('.'):
        return A.endswith(B)
    return A == B


def request_host(request):
    """The host of a request in lower case, without the port."""
    host = urllib.parse.urlparse(request.get_full_url()).netloc or request.get_header('Host', '')
    return re.sub(r':\d+$', '', host, count=1, flags=re.ASCII).lower()


def eff_request_host(request):
    """The host of a request, and the same with '.local' behind it if it has no dot."""
    host = request_host(request)
    return host, host if '.' in host else host + '.local'


def request_path(request):
    """The path of a request, quoted."""
    path = escape_path(urllib.parse.urlsplit(request.get_full_url()).path)
    return path if path.startswith('/') else '/' + path


def request_port(request):
    """The port of a request as text; None if it is no number."""
    _, colon, port = request.host.partition(':')
    if not colon:
        return DEFAULT_HTTP_PORT
    try:
        int(port)
    except ValueError:
        return None
    return port


def escape_path(path):
    """A path in the one way of quoting that paths are compared in."""
    path = urllib.parse.quote(path, "%/;:@&=+$,!~*'()")
    return re.sub('%[0-9a-fA-F]{2}', lambda match: match[0].upper(), path)


def reach(h):
    """The domain that a host may speak for: '.acme.com' for 'www.acme.com' (RFC 2965)."""
    _, dot, behind = h.partition('.')
    if dot and is_HDN(h) and ('.' in behind or behind == 'local'):
        return '.' + behind
    return h


def is_third_party(request):
    """Whether a request goes elsewhere than the user meant."""
    return not domain_match(request_host(request), reach(request.origin_req_host))
