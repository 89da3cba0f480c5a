"""What robots.txt of a site allows (RFC 9309).

The file is a list of groups: names of robots, and rules for them. Of the rules that match a URL the longest one counts.
"""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import namedtuple

__all__ = ['RobotFileParser']

RequestRate = namedtuple('RequestRate', 'requests seconds')


class RobotFileParser:
    """Reads one robots.txt and answers questions about it."""

    def __init__(self, url=''):
        self.entries = []
        # From names in lower case to what holds for them, groups of the same name put together.
        self.groups = {}
        self.sitemaps = []
        self.default_entry = None
        self.disallow_all = False
        self.allow_all = False
        self.set_url(url)
        self.last_checked = 0

    def mtime(self):
        """When the file was read; 0 if it was not."""
        return self.last_checked

    def modified(self):
        """The file was read now."""
        self.last_checked = time.time()

    def set_url(self, url):
        """Set the URL of the file."""
        self.url = url
        _, self.host, self.path, *_ = urllib.parse.urlsplit(url)

    def read(self):
        """Get the file and parse it."""
        try:
            answer = urllib.request.urlopen(self.url)
        except urllib.error.HTTPError as err:
            with err:
                if err.code in (401, 403) or 500 <= err.code <= 599:
                    self.disallow_all = True
                elif 400 <= err.code <= 499:
                    # No file, no rules.
                    self.allow_all = True
            return
        self.parse(answer.read().decode('utf-8', 'surrogateescape').splitlines())

    def parse(self, lines):
        """Parse the lines of a file."""
        self.modified()
        entry = Entry()
        # A name after rules begins another group.
        ruled = False
        for line in lines:
            key, colon, value = line.partition('#')[0].partition(':')
            if not colon:
                continue
            key, value = key.strip().lower(), value.strip()
            if key == 'sitemap':
                self.sitemaps.append(value)
            elif key == 'user-agent':
                if ruled:
                    self._add_entry(entry)
                    entry, ruled = Entry(), False
                entry.useragents.append(value)
            elif entry.useragents and entry._take(key, value):
                ruled = True
        if entry.useragents:
            self._add_entry(entry)

    def _add_entry(self, entry):
        self.entries.append(entry)
        for agent in map(str.lower, entry.useragents):
            known = self.groups.get(agent)
            self.groups[agent] = entry if known is None else known._with(entry)

    def _find_entry(self, useragent):
        exact = self.groups.get(useragent.lower())
        if exact is not None:
            return exact
        for entry in self.groups.values():
            if entry.applies_to(useragent):
                return entry
        return self.groups.get('*')

    def can_fetch(self, useragent, url):
        """Whether this robot may get a URL. Nothing may be got before the file was read."""
        if self.disallow_all:
            return False
        if self.allow_all:
            return True
        if not self.last_checked:
            return False
        # By the inner functions, which keep an empty query.
        parts = urllib.parse._urlsplit(url, '')
        place = _normalize_url(urllib.parse._urlunsplit(None, None, *parts[2:])) or '/'
        if place == '/robots.txt':
            return True
        entry = self._find_entry(useragent)
        return entry is None or entry.allowance(place)

    def _setting(self, useragent, name):
        entry = self._find_entry(useragent) if self.mtime() else None
        return None if entry is None else getattr(entry, name)

    def crawl_delay(self, useragent):
        """Seconds to wait between requests, or None."""
        return self._setting(useragent, 'delay')

    def request_rate(self, useragent):
        """A pair: so many requests in so many seconds, or None."""
        return self._setting(useragent, 'req_rate')

    def site_maps(self):
        """The URLs of site maps, or None."""
        return self.sitemaps or None

    def __str__(self):
        entries = self.entries if self.default_entry is None else [*self.entries, self.default_entry]
        return '\n\n'.join(text for text in map(str, entries) if text)


class RuleLine:
    """What paths may be fetched or may not; '*' in the path is anything, '$' its end."""

    def __init__(self, path, allowance):
        # Forbidding nothing allows all.
        self.allowance = allowance or not path
        path = _normalize_pattern(re.sub(r'\$[$*]+', '$', re.sub(r'\*+', '*', path)))
        self.fullmatch = path.endswith('$')
        self.path = path.rstrip('$')
        if '$' in self.path:
            raise ValueError('$ not at the end of path')
        self.matcher = None
        if '*' in self.path:
            first, *middle, last = map(re.escape, self.path.split('*'))
            # Atomic groups: one place for each piece, the first one, is enough.
            text = first + ''.join(f'(?>.*?{piece})' for piece in middle) + '.*' + last
            pattern = re.compile(text, re.DOTALL)
            self.matcher = pattern.fullmatch if self.fullmatch else pattern.match

    def applies_to(self, filename):
        """0 if the rule does not match, else how long the match is, and one."""
        if self.matcher is not None:
            match = self.matcher(filename)
            return match.end() + 1 if match else 0
        hit = filename == self.path if self.fullmatch else filename.startswith(self.path)
        return len(self.path) + 1 if hit else 0

    def __str__(self):
        word = 'Allow' if self.allowance else 'Disallow'
        return f'{word}: {self.path}{"$" if self.fullmatch else ""}'


class Entry:
    """A group: names of robots and what holds for them."""

    def __init__(self):
        self.useragents = []
        self.rulelines = []
        self.delay = None
        self.req_rate = None

    def _take(self, key, value):
        """Add a line; False if it is none of a group."""
        if key in ('allow', 'disallow'):
            try:
                self.rulelines.append(RuleLine(value, key == 'allow'))
            except ValueError:
                pass
        elif key == 'crawl-delay':
            if value.isdecimal():
                self.delay = int(value)
        elif key == 'request-rate':
            numbers = [text.strip() for text in value.split('/')]
            if len(numbers) == 2 and all(map(str.isdecimal, numbers)):
                self.req_rate = RequestRate(*map(int, numbers))
        else:
            return False
        return True

    def _with(self, other):
        """This group and another one for the same names."""
        both = Entry()
        both.useragents = [name for name in self.useragents if name in other.useragents]
        both.rulelines = self.rulelines + other.rulelines
        both.delay = self.delay if other.delay is None else other.delay
        both.req_rate = self.req_rate if other.req_rate is None else other.req_rate
        return both

    def __str__(self):
        if not self.useragents:
            return ''
        lines = [f'User-agent: {agent}' for agent in self.useragents]
        if self.delay is not None:
            lines.append(f'Crawl-delay: {self.delay}')
        if self.req_rate is not None:
            lines.append(f'Request-rate: {self.req_rate.requests}/{self.req_rate.seconds}')
        return '\n'.join(lines + ([*map(str, self.rulelines)] or ['Allow:']))

    def applies_to(self, useragent):
        """Whether the group is for a robot of this name."""
        if useragent is None:
            return '*' in self.useragents
        name = useragent.partition('/')[0].lower()
        return any(agent != '*' and agent.lower() in name for agent in self.useragents)

    def allowance(self, filename):
        """Whether the rules allow a path, which has to be quoted."""
        best, allowed = 0, True
        for rule in self.rulelines:
            length = rule.applies_to(filename)
            if length and (length > best or length == best and not allowed):
                best, allowed = length, rule.allowance
        return allowed


def _normalize(text):
    """The same text, quoted in the one way that all are compared in."""
    text = urllib.parse.unquote(text, errors='surrogateescape')
    return urllib.parse.quote(text, errors='surrogateescape')


def _normalize_parts(text, path_part, query_part):
    """Normalise what the two patterns match before and behind the question mark."""
    def normalize(match):
        return _normalize(match[0])

    path, mark, query = text.partition('?')
    return re.sub(path_part, normalize, path) + mark + re.sub(query_part, normalize, query)


def _normalize_url(url):
    return _normalize_parts(url, '(?s:.+)', '[^=&]+')


def _normalize_pattern(path):
    return _normalize_parts(path, '[^*$]+', '[^=&*$]+')
