"""Addresses and dates of headers, read with patience for what was never allowed."""

__all__ = ['mktime_tz', 'parsedate', 'parsedate_tz', 'quote']

import datetime
import re
import time

_MONTHS = ('jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec')
_LONG_MONTHS = ('january', 'february', 'march', 'april', 'may', 'june', 'july', 'august',
                'september', 'october', 'november', 'december')
_MONTH_NUMBERS = ({name: number for number, name in enumerate(_LONG_MONTHS, 1)}
                  | {name: number for number, name in enumerate(_MONTHS, 1)})
_daynames = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
_ZONES = {'UT': 0, 'UTC': 0, 'GMT': 0, 'Z': 0, 'AST': -400, 'ADT': -300, 'EST': -500, 'EDT': -400,
          'CST': -600, 'CDT': -500, 'MST': -700, 'MDT': -600, 'PST': -800, 'PDT': -700}


def quote(str):
    """Backslashes before backslashes and quotes."""
    return str.replace('\\', '\\\\').replace('"', '\\"')


# Dates.

def _date_words(data):
    """Day, month, year, time and zone of a date, not checked; None if there are not so many words."""
    words = data.split()
    if not words:
        return None
    if words[0].endswith(',') or words[0].lower() in _daynames:
        del words[0]
    else:
        # No blank behind the name of the day.
        words[0] = words[0].rpartition(',')[2]
    if len(words) == 3 and words[0].count('-') == 2:
        words[:1] = words[0].split('-')
    if len(words) == 4:
        last = words[3]
        sign = last.find('+')
        if sign < 0:
            sign = last.find('-')
        words[3:] = [last[:sign], last[sign:]] if sign > 0 else [last, '']
    return words[:5] if len(words) >= 5 else None


def _clock_words(text):
    """Hours, minutes and seconds as texts, or None."""
    text = text.removesuffix(',')
    parts = text.split(':')
    if len(parts) == 1:
        parts = text.split('.')
    if len(parts) == 2:
        parts.append('0')
    return parts if len(parts) == 3 else None


def _zone_seconds(zone):
    """The offset of a zone; None if it is not told, as '-0000' says."""
    zone = zone.upper()
    offset = _ZONES.get(zone)
    if offset is None:
        try:
            offset = int(zone)
        except ValueError:
            return None
        if offset == 0 and zone.startswith('-'):
            return None
    hours, minutes = divmod(abs(offset), 100)
    seconds = hours * 3600 + minutes * 60
    return -seconds if offset < 0 else seconds


def _parsedate_tz(data):
    """Year to second, three numbers without meaning, and the zone in seconds or None; None if it is no date."""
    words = _date_words(data) if data else None
    if words is None:
        return None
    day, month, year, clock, zone = words
    if not (day and month and year):
        return None
    number = _MONTH_NUMBERS.get(month.lower())
    if number is None:
        # The other way round.
        day, month = month, day
        number = _MONTH_NUMBERS.get(month.lower())
        if number is None:
            return None
    if year.find(':') > 0:
        year, clock = clock, year
    year = year.removesuffix(',')
    if not year:
        return None
    if not year[0].isdigit():
        year, zone = zone, year
    clock = _clock_words(clock)
    if clock is None:
        return None
    try:
        year = int(year)
        day, hour, minute, second = map(int, (day.removesuffix(','), *clock))
    except ValueError:
        return None
    if year < 100:
        year += 1900 if year > 68 else 2000
    return [year, number, day, hour, minute, second, 0, 1, -1, _zone_seconds(zone)]


def parsedate_tz(data):
    """A date of a header as a tuple of ten, the last the zone in seconds; None if it is no date."""
    found = _parsedate_tz(data)
    if found is None:
        return None
    return (*found[:9], found[9] or 0)


def parsedate(data):
    """A date of a header as a tuple for `time.mktime`; None if it is no date."""
    found = parsedate_tz(data)
    return None if found is None else found[:9]


def mktime_tz(data):
    """Seconds since the epoch for a tuple of parsedate_tz(); without a zone the time is local."""
    if data[9] is None:
        return time.mktime(data[:8] + (-1,))
    days = datetime.date(data[0], data[1], 1).toordinal() - 719163 + data[2] - 1
    return ((days * 24 + data[3]) * 60 + data[4]) * 60 + data[5] - data[9]


# Addresses.

_BLANKS = ' \t\r\n'
_SPECIALS = '()<>@,:;."[]'
_ATOM = re.compile(r'[^()<>@,:;."\[\] \t\r\n]*')
# Dots may stand in names.
_PHRASE_ATOM = re.compile(r'[^()<>@,:;"\[\] \t\r\n]*')


class AddrlistClass:
    """Reads addresses, one after the other; `pos` is where it is in `field`."""

    def __init__(self, field):
        self.field = field
        self.pos = 0
        self.commentlist = []

    def _next(self):
        """The character to come, '' at the end."""
        return self.field[self.pos:self.pos + 1]

    def _looks_at(self, chars):
        char = self._next()
        return char != '' and char in chars

    def gotonext(self):
        """Skip white space and comments; returns the blanks."""
        blanks = []
        while True:
            if self._looks_at(_BLANKS):
                if self._looks_at(' \t'):
                    blanks.append(self._next())
                self.pos += 1
            elif self._looks_at('('):
                self.commentlist.append(self.getcomment())
            else:
                return ''.join(blanks)

    def getaddrlist(self):
        """All addresses; ('', '') for what is none."""
        found = []
        while self._next():
            found += self.getaddress() or [('', '')]
        return found

    def getaddress(self):
        """The next address, or those of a group."""
        self.commentlist = []
        self.gotonext()
        start, comments = self.pos, self.commentlist
        phrase = self.getphraselist()
        self.gotonext()
        found = []
        if self._looks_at('.@'):
            # It was the beginning of an address.
            self.pos, self.commentlist = start, comments
            address = self.getaddrspec()
            found = [(' '.join(self.commentlist), address)]
        elif self._looks_at(':'):
            self.pos += 1
            found = self._group()
        elif self._looks_at('<'):
            address = self.getrouteaddr()
            name = ' '.join(phrase)
            if self.commentlist:
                name += f' ({" ".join(self.commentlist)})'
            found = [(name, address)]
        elif phrase:
            found = [(' '.join(self.commentlist), phrase[0])]
        elif self._looks_at(_SPECIALS):
            self.pos += 1
        self.gotonext()
        if self._looks_at(','):
            self.pos += 1
        return found

    def _group(self):
        found = []
        while self._next():
            self.gotonext()
            if self._looks_at(';'):
                self.pos += 1
                break
            found += self.getaddress()
        return found

    def getrouteaddr(self):
        """An address in angle brackets, without the hosts that it is to go by."""
        if not self._looks_at('<'):
            return None
        self.pos += 1
        self.gotonext()
        route = False
        while self._next():
            if route:
                self.getdomain()
                route = False
            elif self._looks_at('>'):
                self.pos += 1
                break
            elif self._looks_at('@'):
                self.pos += 1
                route = True
            elif self._looks_at(':'):
                self.pos += 1
            else:
                address = self.getaddrspec()
                self.pos += 1
                return address
            self.gotonext()
        return ''

    def getaddrspec(self):
        """A bare address."""
        parts = []

        def drop_blank():
            if parts and not parts[-1].strip():
                parts.pop()

        self.gotonext()
        while self._next():
            keep_blanks = True
            if self._looks_at('.'):
                drop_blank()
                parts.append('.')
                self.pos += 1
                keep_blanks = False
            elif self._looks_at('"'):
                parts.append(f'"{quote(self.getquote())}"')
            elif self._looks_at(_SPECIALS + _BLANKS):
                drop_blank()
                break
            else:
                parts.append(self.getatom())
            blanks = self.gotonext()
            if keep_blanks and blanks:
                parts.append(blanks)
        local = ''.join(parts)
        if not self._looks_at('@'):
            return local
        self.pos += 1
        self.gotonext()
        domain = self.getdomain()
        # Half an address would be another one.
        return f'{local}@{domain}' if domain else ''

    def getdomain(self):
        """What stands behind the at sign; '' if there is another at sign."""
        parts = []
        while self._next():
            if self._looks_at(' \t'):
                self.pos += 1
            elif self._looks_at('('):
                self.commentlist.append(self.getcomment())
            elif self._looks_at('['):
                parts.append(self.getdomainliteral())
            elif self._looks_at('.'):
                self.pos += 1
                parts.append('.')
            elif self._looks_at('@'):
                return ''
            elif self._looks_at(_SPECIALS + _BLANKS):
                break
            else:
                parts.append(self.getatom())
        return ''.join(parts)

    def getdelimited(self, beginchar, endchars, allowcomments=True):
        """What stands between two characters, without backslashes; comments inside lose their parentheses."""
        if not self._looks_at(beginchar):
            return ''
        self.pos += 1
        found = []
        while char := self._next():
            if char in endchars:
                self.pos += 1
                break
            if allowcomments and char == '(':
                found.append(self.getcomment())
                continue
            if char == '\\':
                self.pos += 1
                char = self._next()
            found.append(char)
            self.pos += 1
        return ''.join(found)

    def getquote(self):
        """The inside of quotes."""
        return self.getdelimited('"', '"\r', False)

    def getcomment(self):
        """The inside of a comment."""
        return self.getdelimited('(', ')\r', True)

    def getdomainliteral(self):
        """A host in brackets, with them."""
        return f"[{self.getdelimited('[', ']\r', False)}]"

    def getatom(self, atomends=None):
        """A word; it ends before one of *atomends*, or any special character."""
        if atomends is None:
            pattern = _ATOM
        else:
            pattern = re.compile(f'[^{re.escape(atomends)}]*')
        return self._take(pattern)

    def _take(self, pattern):
        match = pattern.match(self.field, self.pos)
        self.pos = match.end()
        return match[0]

    def getphraselist(self):
        """The words of a name."""
        words = []
        while self._next():
            if self._looks_at(_BLANKS):
                self.pos += 1
            elif self._looks_at('"'):
                words.append(self.getquote())
            elif self._looks_at('('):
                self.commentlist.append(self.getcomment())
            elif self._looks_at('()<>@,:;"[]'):
                break
            else:
                words.append(self._take(_PHRASE_ATOM))
        return words


class AddressList(AddrlistClass):
    """The addresses of a header, as a list that can be added to another one and taken from it."""

    def __init__(self, field):
        AddrlistClass.__init__(self, field)
        self.addresslist = self.getaddrlist() if field else []

    def __len__(self):
        return len(self.addresslist)

    def __getitem__(self, index):
        return self.addresslist[index]

    @classmethod
    def _of(cls, addresses):
        new = cls(None)
        new.addresslist = addresses
        return new

    def _others(self, other):
        return [address for address in other.addresslist if address not in self.addresslist]

    def __add__(self, other):
        return self._of(self.addresslist + self._others(other))

    def __iadd__(self, other):
        self.addresslist += self._others(other)
        return self

    def __sub__(self, other):
        return self._of(other._others(self))

    def __isub__(self, other):
        self.addresslist = other._others(self)
        return self
